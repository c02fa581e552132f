import { HEADERS } from '../headers.ts'
import {
  anySecret,
  checkTimestamp,
  hmacSha256,
  isSameDigest,
  type SecretList,
  type SignatureCheck,
} from './hmac.ts'

/** What a signed service call covers. */
export type SignableRequest = {
  method: string
  /** Path with query, exactly as sent. */
  path: string
  /** Raw body bytes; empty when there is none. */
  body: Buffer | string
}

/**
 * Headers of a signed service call: `hex(HMAC-SHA256(secret, timestamp + "." + body))` (spec 2.1). A call without a body
 * signs `METHOD + " " + path` in its place, so that the signature is invalid for another path.
 *
 * @param now milliseconds since the epoch
 */
export function signRequest(
  secrets: SecretList,
  request: SignableRequest,
  now: number,
): Record<string, string> {
  const timestamp = String(Math.floor(now / 1000))
  return {
    [HEADERS.timestamp]: timestamp,
    [HEADERS.signature]: signatureOf(secrets[0], timestamp, signedBody(request)).toString('hex'),
  }
}

/** Both headers as they arrived. */
export type SignatureHeaders = { timestamp: string | undefined; signature: string | undefined }

/**
 * Checks a signed call. A call without a body, other than GET, may also sign the empty body: that is how the formula of
 * the specification reads to the letter.
 *
 * @param given both headers, and the time in milliseconds since the epoch
 */
export function checkRequest(
  secrets: SecretList,
  request: SignableRequest,
  given: SignatureHeaders & { now: number },
): SignatureCheck {
  const { timestamp, signature: hex, now } = given
  if (timestamp === undefined || hex === undefined) return 'missing'
  if (!/^[0-9a-f]{64}$/i.test(hex)) return 'mismatch'
  const age = checkTimestamp(timestamp, now)
  if (age !== 'ok') return age
  const sent = Buffer.from(hex, 'hex')
  const bodies = acceptedBodies(request)
  const matches = anySecret(secrets, (secret) =>
    bodies.map((body) => isSameDigest(signatureOf(secret, timestamp, body), sent)).includes(true),
  )
  return matches ? 'ok' : 'mismatch'
}

function signatureOf(secret: string, timestamp: string, body: Buffer | string): Buffer {
  return hmacSha256(secret, Buffer.concat([Buffer.from(`${timestamp}.`), Buffer.from(body)]))
}

function signedBody(request: SignableRequest): Buffer | string {
  return request.body.length === 0 ? `${request.method.toUpperCase()} ${request.path}` : request.body
}

function acceptedBodies(request: SignableRequest): (Buffer | string)[] {
  const hasNoBody = request.body.length === 0
  const isGet = /^(get|head)$/i.test(request.method)
  return hasNoBody && !isGet ? [signedBody(request), ''] : [signedBody(request)]
}
