import { describe, expect, it } from 'vitest'
import legacy from '../../vectors/legacy-signed-request.json' with { type: 'json' }
import native from '../../vectors/native-webhook.json' with { type: 'json' }
import shared from '../../vectors/shared-secret.json' with { type: 'json' }
import requests from '../../vectors/signed-request.json' with { type: 'json' }
import standard from '../../vectors/standard-webhooks.json' with { type: 'json' }
import status from '../../vectors/status-webhook.json' with { type: 'json' }
import {
  checkNativeWebhook,
  checkRequest,
  checkSharedSecret,
  checkStandardWebhook,
  checkStatusWebhook,
  type SecretList,
  signNativeWebhook,
  signRequest,
  signStandardWebhook,
  signStatusWebhook,
} from './index.ts'

function listOf([first = '', ...rest]: string[]): SecretList {
  return [first, ...rest]
}

/** The vectors were made with OpenSSL, or recorded, or published: not by the code they test. */
describe('a signed service call', () => {
  const secrets = listOf(requests.secrets)
  const { now } = requests

  it.each(requests.vectors)('$name: $check', ({ method, path, body, check, ...given }) => {
    const headers = {
      timestamp: given.timestamp ?? undefined,
      signature: given.signature ?? undefined,
      now,
    }
    expect(checkRequest(secrets, { method, path, body: Buffer.from(body) }, headers)).toBe(check)
  })

  it('has the signature of the first vector', () => {
    const [vector] = requests.vectors
    const signed = signRequest(
      secrets,
      { method: 'POST', path: vector?.path ?? '', body: vector?.body ?? '' },
      now,
    )
    expect(signed).toEqual({
      'x-tuvens-timestamp': vector?.timestamp,
      'x-tuvens-signature': vector?.signature,
    })
  })

  it('without a body also signs its method and path', () => {
    const vector = requests.vectors.find((each) => each.method === 'GET')
    const signed = signRequest(secrets, { method: 'get', path: vector?.path ?? '', body: '' }, now)
    expect(signed['x-tuvens-signature']).toBe(vector?.signature)
  })
})

describe('a service call that is signed in an older form', () => {
  const secrets = listOf(legacy.secrets)

  it.each(legacy.vectors)('$name: $check where older forms are allowed', ({ body, check, ...vector }) => {
    const request = { method: vector.method, path: vector.path, body: Buffer.from(body) }
    const given = { timestamp: vector.timestamp, signature: vector.signature, now: legacy.now }
    expect(checkRequest(secrets, request, { ...given, allowsLegacy: true })).toBe(check)
    expect(checkRequest(secrets, request, given)).toBe(check === 'expired' ? 'expired' : 'mismatch')
  })
})

describe('the plain shared secret', () => {
  it.each(shared.vectors)('$name: $valid', ({ given, valid }) => {
    expect(checkSharedSecret(listOf(shared.secrets), given)).toBe(valid)
  })
})

describe('the status webhook', () => {
  const secrets = listOf(status.secrets)

  it.each(status.vectors)('$name: $valid', ({ body, header, valid }) => {
    expect(checkStatusWebhook(secrets, Buffer.from(body), header)).toBe(valid)
  })

  it('has the signature of the first vector', () => {
    const [vector] = status.vectors
    expect(signStatusWebhook(secrets, vector?.body ?? '')).toBe(vector?.header)
  })
})

describe('the native webhook of Hi.Events', () => {
  it.each(native.vectors)('$name: $valid', ({ secret, body, signature, valid }) => {
    expect(checkNativeWebhook([secret], Buffer.from(body), signature)).toBe(valid)
  })

  it('is signed as it was recorded', () => {
    const [vector] = native.vectors
    expect(signNativeWebhook(vector?.secret ?? '', vector?.body ?? '')).toBe(vector?.signature)
  })
})

describe('Standard Webhooks', () => {
  it.each(standard.vectors)('$name: $check', ({ secret, body, now, check, ...headers }) => {
    expect(checkStandardWebhook([secret], Buffer.from(body), { ...headers, now })).toBe(check)
  })

  it('have the signature of the specification’s vector', () => {
    const [vector] = standard.vectors
    if (vector === undefined) throw new TypeError('no vector')
    const signed = signStandardWebhook([vector.secret], vector)
    expect(signed).toEqual({ id: vector.id, timestamp: vector.timestamp, signature: vector.signature })
  })
})

describe('a signature of another length', () => {
  const raw = Buffer.from('{}')
  const [secret, now] = ['a-secret-of-the-tests', 1_767_225_600_000]

  it.each(['', 'AA==', 'A'.repeat(40), `${'A'.repeat(43)}=AAAA`, 'A'.repeat(10_000)])(
    'is refused like any wrong one: v1,%.20s',
    (signature) => {
      const signed = signStandardWebhook([secret], { id: 'msg_1', now, body: raw })
      const given = { ...signed, now, signature: `v1,${signature}` }
      expect(checkStandardWebhook([secret], raw, given)).toBe('mismatch')
    },
  )
})
