import { createHash, createHmac, timingSafeEqual } from 'node:crypto'

/** A setting of one or more secrets: the first signs, all verify, so that a rotation fails no request (spec 2.1). */
export type SecretList = readonly [string, ...string[]]

/** Why a signature was refused, or `ok`. `expired`: the clocks differ by more than the window. */
export type SignatureCheck = 'ok' | 'missing' | 'expired' | 'mismatch'

/** Seconds by which the clock of a sender may differ from ours, either way (spec 2.1). */
export const SIGNATURE_WINDOW = 300

/** HMAC-SHA256 (RFC 2104) of the parts one after the other, 32 bytes. Nothing is copied: a part may be a large body. */
export function hmacSha256(secret: string | Buffer, ...parts: (string | Buffer)[]): Buffer {
  const hmac = createHmac('sha256', secret)
  for (const part of parts) hmac.update(part)
  return hmac.digest()
}

/** Compares two secrets in a time that shows neither where they differ nor how long they are. */
export function isSameSecret(a: string, b: string): boolean {
  const digest = (value: string) => createHash('sha256').update(value).digest()
  return isSameDigest(digest(a), digest(b))
}

/** Compares two digests in constant time. Their length is no secret. */
export function isSameDigest(a: Buffer, b: Buffer): boolean {
  return a.length === b.length && timingSafeEqual(a, b)
}

/** Whether any of the secrets passes. Every one is tried, so that the time does not show which. */
export function anySecret(secrets: SecretList, passes: (secret: string) => boolean): boolean {
  return secrets.map(passes).includes(true)
}

/** A timestamp header in whole seconds: `mismatch` when it is no number, `expired` outside of the window. `now` is in ms. */
export function checkTimestamp(timestamp: string, now: number): SignatureCheck {
  if (!/^\d{1,12}$/.test(timestamp)) return 'mismatch'
  return Math.abs(now / 1000 - Number(timestamp)) > SIGNATURE_WINDOW ? 'expired' : 'ok'
}
