import { Secret, TOTP } from 'otpauth'

const PERIOD_SECONDS = 30
const SECRET_BYTES = 20

/** What every authenticator app takes: SHA-1, six digits, 30 seconds (RFC 6238). */
function totpOf(secret: string, label = ''): TOTP {
  return new TOTP({ issuer: 'Tuvens', label, secret: Secret.fromBase32(secret), period: PERIOD_SECONDS })
}

export function newTotpSecret(random: (bytes: number) => Buffer): string {
  return new Secret({ buffer: Uint8Array.from(random(SECRET_BYTES)).buffer }).base32
}

/** The address in the QR code that an authenticator app reads. */
export function totpUri(secret: string, email: string): string {
  return totpOf(secret, email).toString()
}

/** The 30-second step to which a code belongs; null when it is wrong. One step earlier and later are taken, for clocks that differ. */
export function totpStepOf(secret: string, code: string, nowMs: number): number | null {
  const delta = totpOf(secret).validate({ token: code, timestamp: nowMs, window: 1 })
  return delta === null ? null : Math.floor(nowMs / 1000 / PERIOD_SECONDS) + delta
}
