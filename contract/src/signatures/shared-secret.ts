import { anySecret, isSameSecret, type SecretList } from './hmac.ts'

/** Whether `x-shared-secret` holds one of the secrets (spec 2.1, "service, plain"). */
export function checkSharedSecret(secrets: SecretList, given: string): boolean {
  return anySecret(secrets, (secret) => isSameSecret(secret, given))
}
