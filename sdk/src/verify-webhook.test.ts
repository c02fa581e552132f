import { signStandardWebhook } from '@tuvens/contract/signatures'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { verifyWebhook, WebhookVerificationError } from './index.ts'

type Vector = { name: string; check: string; now: number; secret: string; body: string } & Record<
  'id' | 'timestamp' | 'signature',
  string
>
const FILE = join(import.meta.dirname, '..', '..', 'contract', 'vectors', 'standard-webhooks.json')
const { vectors } = JSON.parse(readFileSync(FILE, 'utf8')) as { vectors: Vector[] }

const headersOf = ({ id, timestamp, signature }: Record<'id' | 'timestamp' | 'signature', string>) => ({
  'webhook-id': id,
  'webhook-timestamp': timestamp,
  'webhook-signature': signature,
})

describe('a webhook message', () => {
  it.each(vectors)('is judged as the contract says: $name', async (vector) => {
    const { body, secret: secrets, now, check, id } = vector
    const verified = verifyWebhook({ headers: headersOf(vector), body, secrets, now })
    if (check === 'ok') expect((await verified).id).toBe(id)
    else await expect(verified).rejects.toThrow(WebhookVerificationError)
  })

  it('is good by one of two secrets, of any kind of headers, and returns what it tells', async () => {
    const secrets = ['whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', 'whsec_bmV3LXNlY3JldC1vZi1hLXRlc3Qh']
    const body = '{"type":"endpoint.test","version":1}'
    const signed = signStandardWebhook([secrets[1] ?? ''], { id: 'msg_1', now: 5_000, body })
    const given = {
      headers: new Headers(headersOf(signed)),
      body: new TextEncoder().encode(body),
      now: 5_000,
    }
    expect((await verifyWebhook({ ...given, secrets })).message.type).toBe('endpoint.test')
    await expect(verifyWebhook({ ...given, secrets: secrets[0] ?? '' })).rejects.toThrow(
      'No signature is right',
    )
    await expect(verifyWebhook({ ...given, headers: {}, secrets })).rejects.toThrow('webhook-id is missing')
    await expect(verifyWebhook({ ...given, secrets: 'whsec_' })).rejects.toThrow('no signing secret')
  })
})
