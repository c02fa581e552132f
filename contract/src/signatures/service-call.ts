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
 * Headers of a signed service call (spec 7.2.5):
 * `hex(HMAC-SHA256(secret, timestamp + "." + METHOD + " " + path + "." + body))`. A signature is invalid for every other
 * method, path, query and body, so that a recorded call cannot be sent to another route.
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
    [HEADERS.signature]: signatureOf(secrets[0], timestamp, request).toString('hex'),
  }
}

/** Both headers as they arrived. */
export type SignatureHeaders = { timestamp: string | undefined; signature: string | undefined }

/** Both headers, and what else decides about them. */
export type GivenSignature = SignatureHeaders & {
  /** Milliseconds since the epoch. */
  now: number
  /** Accepts the forms of spec 2.1, too, which do not cover the path of a call with a body. */
  allowsLegacy?: boolean
}

/** Checks a signed call. */
export function checkRequest(
  secrets: SecretList,
  request: SignableRequest,
  { timestamp, signature: hex, now, allowsLegacy = false }: GivenSignature,
): SignatureCheck {
  if (timestamp === undefined || hex === undefined) return 'missing'
  if (!/^[0-9a-f]{64}$/i.test(hex)) return 'mismatch'
  const age = checkTimestamp(timestamp, now)
  if (age !== 'ok') return age
  const sent = Buffer.from(hex, 'hex')
  const legacyBodies = allowsLegacy ? legacyBodiesOf(request) : []
  const matches = anySecret(secrets, (secret) => {
    const accepted = [
      signatureOf(secret, timestamp, request),
      ...legacyBodies.map((body) => hmacSha256(secret, `${timestamp}.`, body)),
    ]
    return accepted.map((signature) => isSameDigest(signature, sent)).includes(true)
  })
  return matches ? 'ok' : 'mismatch'
}

function signatureOf(secret: string, timestamp: string, { method, path, body }: SignableRequest): Buffer {
  return hmacSha256(secret, `${timestamp}.`, `${method.toUpperCase()} ${path}.`, body)
}

/** The older forms sign the body alone; without one, the method and path in its place, or, other than GET, nothing. */
function legacyBodiesOf({ method, path, body }: SignableRequest): (Buffer | string)[] {
  if (body.length > 0) return [body]
  const address = `${method.toUpperCase()} ${path}`
  return /^(get|head)$/i.test(method) ? [address] : [address, '']
}
