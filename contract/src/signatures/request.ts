import { HEADERS } from '../headers.ts'
import { anySecret, equalDigests, hmac, type Secrets, type SignatureCheck } from './secrets.ts'

/** Seconds a signed call's clock may differ (spec 2.1). */
export const SIGNATURE_WINDOW = 300

export type SignableRequest = {
  method: string
  /** Path with query, exactly as sent. */
  path: string
  /** Raw body bytes; empty when there is none. */
  body: Buffer | string
}

/**
 * Headers of a signed service call: `hex(HMAC-SHA256(secret, timestamp + "." + body))`. A call without a body signs
 * `METHOD + " " + path` in its place, so that the signature cannot be carried to another address.
 *
 * @param now milliseconds since the epoch
 */
export function signRequest(secrets: Secrets, request: SignableRequest, now: number): Record<string, string> {
  const timestamp = String(Math.floor(now / 1000))
  return {
    [HEADERS.timestamp]: timestamp,
    [HEADERS.signature]: signature(secrets[0], timestamp, signedBody(request)).toString('hex'),
  }
}

export type SignatureHeaders = { timestamp: string | undefined; signature: string | undefined }

/**
 * Checks a signed call. A body-less call other than GET may also sign the empty body, which is how the contract's
 * formula reads to the letter.
 *
 * @param now milliseconds since the epoch
 */
export function checkRequest(
  secrets: Secrets,
  request: SignableRequest,
  given: SignatureHeaders & { now: number },
): SignatureCheck {
  const { timestamp, signature: hex, now } = given
  if (timestamp === undefined || hex === undefined) return 'missing'
  if (!/^\d{1,12}$/.test(timestamp) || !/^[0-9a-f]{64}$/i.test(hex)) return 'mismatch'
  if (Math.abs(now / 1000 - Number(timestamp)) > SIGNATURE_WINDOW) return 'expired'
  const sent = Buffer.from(hex, 'hex')
  const bodies = acceptedBodies(request)
  const matches = anySecret(secrets, (secret) =>
    bodies.map((body) => equalDigests(signature(secret, timestamp, body), sent)).includes(true),
  )
  return matches ? 'ok' : 'mismatch'
}

function signature(secret: string, timestamp: string, body: Buffer | string): Buffer {
  return hmac(secret, Buffer.concat([Buffer.from(`${timestamp}.`), Buffer.from(body)]))
}

function signedBody(request: SignableRequest): Buffer | string {
  return request.body.length === 0 ? `${request.method.toUpperCase()} ${request.path}` : request.body
}

function acceptedBodies(request: SignableRequest): (Buffer | string)[] {
  const bodyless = request.body.length === 0
  const isGet = /^(get|head)$/i.test(request.method)
  return bodyless && !isGet ? [signedBody(request), ''] : [signedBody(request)]
}
