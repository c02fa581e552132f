import { anySecret, hmacSha256, isSameDigest, type SecretList } from './hmac.ts'

/** Value of `Signature`: `<hex HMAC-SHA256(webhook secret, raw body)>`, as Hi.Events sends it (spec 3.4). */
export function signNativeWebhook(secret: string, rawBody: Buffer | string): string {
  return hmacSha256(secret, Buffer.from(rawBody)).toString('hex')
}

/** Whether a `Signature` was made over exactly these bytes with one of the secrets. */
export function checkNativeWebhook(secrets: SecretList, rawBody: Buffer, header: string): boolean {
  if (!/^[0-9a-f]{64}$/i.test(header)) return false
  const sent = Buffer.from(header, 'hex')
  return anySecret(secrets, (secret) => isSameDigest(hmacSha256(secret, rawBody), sent))
}
