import { anySecret, equal, type Secrets } from './secrets.ts'

/** The plain shared secret of `x-shared-secret` (spec 2.1, "service, plain"). */
export function checkSharedSecret(secrets: Secrets, given: string): boolean {
  return anySecret(secrets, (secret) => equal(secret, given))
}
