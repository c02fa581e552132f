import { anySecret, equalDigests, hmac, type Secrets, type SignatureCheck } from './secrets.ts'

/** Seconds a message's timestamp may differ; Standard Webhooks 1.0 leaves the number to the receiver. */
const STANDARD_WINDOW = 300

export type StandardHeaders = { id: string; timestamp: string; signature: string }

/**
 * Standard Webhooks 1.0: `v1,<base64 HMAC-SHA256(key, id.timestamp.body)>`; the header may hold several, space-separated.
 * The key is the base64 after `whsec_` when the secret has that prefix, else the secret's own bytes.
 *
 * @param now milliseconds since the epoch
 */
export function signStandardWebhook(secrets: Secrets, id: string, now: number, rawBody: Buffer | string) {
  const timestamp = String(Math.floor(now / 1000))
  const signature = `v1,${digest(secrets[0], { id, timestamp }, rawBody).toString('base64')}`
  return { id, timestamp, signature } satisfies StandardHeaders
}

export function checkStandardWebhook(
  secrets: Secrets,
  rawBody: Buffer,
  given: StandardHeaders,
  now: number,
): SignatureCheck {
  if (!/^\d{1,12}$/.test(given.timestamp)) return 'mismatch'
  if (Math.abs(now / 1000 - Number(given.timestamp)) > STANDARD_WINDOW) return 'expired'
  const sent = given.signature
    .split(' ')
    .slice(0, 8)
    .filter((part) => part.startsWith('v1,'))
    .map((part) => Buffer.from(part.slice(3), 'base64'))
  const matches = anySecret(secrets, (secret) => {
    const wanted = digest(secret, given, rawBody)
    return sent.map((each) => equalDigests(wanted, each)).includes(true)
  })
  return matches ? 'ok' : 'mismatch'
}

function digest(secret: string, head: { id: string; timestamp: string }, rawBody: Buffer | string): Buffer {
  const key = secret.startsWith('whsec_') ? Buffer.from(secret.slice(6), 'base64') : secret
  return hmac(key, Buffer.concat([Buffer.from(`${head.id}.${head.timestamp}.`), Buffer.from(rawBody)]))
}
