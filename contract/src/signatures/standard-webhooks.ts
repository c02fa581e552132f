import {
  anySecret,
  checkTimestamp,
  hmacSha256,
  isSameDigest,
  type SecretList,
  type SignatureCheck,
} from './hmac.ts'

/** The three headers of a message: `webhook-id`, `webhook-timestamp` (seconds) and `webhook-signature`. */
export type StandardHeaders = { id: string; timestamp: string; signature: string }

/** A message to sign; `now` is in milliseconds since the epoch. */
export type StandardMessage = { id: string; now: number; body: Buffer | string }

/** Further signatures in one header are not checked. */
const MAX_SIGNATURES = 8

/**
 * Headers of a message by Standard Webhooks 1.0: `v1,<base64 HMAC-SHA256(key, id.timestamp.body)>`. The key is the base64
 * after `whsec_` when the secret has that prefix, else the bytes of the secret.
 */
export function signStandardWebhook(
  secrets: SecretList,
  { id, now, body }: StandardMessage,
): StandardHeaders {
  const timestamp = String(Math.floor(now / 1000))
  const signature = `v1,${digestOf(secrets[0], { id, timestamp }, body).toString('base64')}`
  return { id, timestamp, signature }
}

/**
 * Checks a message by Standard Webhooks 1.0, whose header may hold several signatures, separated by spaces.
 *
 * @param given the headers, and the time in milliseconds since the epoch
 */
export function checkStandardWebhook(
  secrets: SecretList,
  rawBody: Buffer,
  given: StandardHeaders & { now: number },
): SignatureCheck {
  const age = checkTimestamp(given.timestamp, given.now)
  if (age !== 'ok') return age
  const sent = given.signature
    .split(' ')
    .slice(0, MAX_SIGNATURES)
    .filter((part) => part.startsWith('v1,'))
    .map((part) => Buffer.from(part.slice('v1,'.length), 'base64'))
  const matches = anySecret(secrets, (secret) => {
    const expected = digestOf(secret, given, rawBody)
    return sent.map((each) => isSameDigest(expected, each)).includes(true)
  })
  return matches ? 'ok' : 'mismatch'
}

function digestOf(secret: string, head: { id: string; timestamp: string }, rawBody: Buffer | string): Buffer {
  const key = secret.startsWith('whsec_') ? Buffer.from(secret.slice('whsec_'.length), 'base64') : secret
  return hmacSha256(key, Buffer.concat([Buffer.from(`${head.id}.${head.timestamp}.`), Buffer.from(rawBody)]))
}
