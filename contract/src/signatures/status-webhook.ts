import { anySecret, equalDigests, hmac, type Secrets } from './secrets.ts'

/** `x-hi-events-signature: sha256=<hex HMAC-SHA256(secret, rawBody)>` (spec 2.1, "webhook"). */
export function signStatusWebhook(secrets: Secrets, rawBody: Buffer | string): string {
  return `sha256=${hmac(secrets[0], Buffer.from(rawBody)).toString('hex')}`
}

export function checkStatusWebhook(secrets: Secrets, rawBody: Buffer, header: string): boolean {
  const hex = /^sha256=([0-9a-f]{64})$/i.exec(header)?.[1]
  if (hex === undefined) return false
  return anySecret(secrets, (secret) => equalDigests(hmac(secret, rawBody), Buffer.from(hex, 'hex')))
}
