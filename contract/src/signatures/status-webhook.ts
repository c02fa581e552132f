import { anySecret, hmacSha256, isSameDigest, type SecretList } from './hmac.ts'

/** Value of `x-hi-events-signature`: `sha256=<hex HMAC-SHA256(secret, raw body)>` (spec 2.1, "webhook"). */
export function signStatusWebhook(secrets: SecretList, rawBody: Buffer | string): string {
  return `sha256=${hmacSha256(secrets[0], Buffer.from(rawBody)).toString('hex')}`
}

/** Whether an `x-hi-events-signature` was made over exactly these bytes with one of the secrets. */
export function checkStatusWebhook(secrets: SecretList, rawBody: Buffer, header: string): boolean {
  const hex = /^sha256=([0-9a-f]{64})$/i.exec(header)?.[1]
  if (hex === undefined) return false
  const sent = Buffer.from(hex, 'hex')
  return anySecret(secrets, (secret) => isSameDigest(hmacSha256(secret, rawBody), sent))
}
