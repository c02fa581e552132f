import { anySecret, equalDigests, hmac, type Secrets } from './secrets.ts'

/** `Signature: <hex HMAC-SHA256(webhook secret, rawBody)>`, as Hi.Events sends it (spec 3.4). */
export function signNativeWebhook(secret: string, rawBody: Buffer | string): string {
  return hmac(secret, Buffer.from(rawBody)).toString('hex')
}

export function checkNativeWebhook(secrets: Secrets, rawBody: Buffer, header: string): boolean {
  if (!/^[0-9a-f]{64}$/i.test(header)) return false
  return anySecret(secrets, (secret) => equalDigests(hmac(secret, rawBody), Buffer.from(header, 'hex')))
}
