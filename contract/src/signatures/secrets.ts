import { createHash, createHmac, timingSafeEqual } from 'node:crypto'

/** A secret setting: the first signs, all verify, so that a rotation fails no request (spec 2.1). */
export type Secrets = readonly [string, ...string[]]

export type SignatureCheck = 'ok' | 'missing' | 'expired' | 'mismatch'

export function hmac(secret: string | Buffer, data: string | Buffer): Buffer {
  return createHmac('sha256', secret).update(data).digest()
}

/** Equal or not, in a time that tells nothing about where they differ or how long either is. */
export function equal(a: string | Buffer, b: string | Buffer): boolean {
  const digest = (value: string | Buffer) => createHash('sha256').update(value).digest()
  return equalDigests(digest(a), digest(b))
}

/** The same for digests: their length is no secret, so nothing has to hide it. */
export function equalDigests(a: Buffer, b: Buffer): boolean {
  return a.length === b.length && timingSafeEqual(a, b)
}

/** Whether any of the secrets passes; every one is tried, so the time does not say which. */
export function anySecret(secrets: Secrets, passes: (secret: string) => boolean): boolean {
  return secrets.map(passes).includes(true)
}
