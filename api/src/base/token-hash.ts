import { createHash } from 'node:crypto'

/** The form in which session and refresh tokens are stored. They have 256 random bits, so a plain SHA-256 is enough (ASVS 6.5.2). */
export function tokenHashOf(token: string): Buffer {
  return createHash('sha256').update(token).digest()
}
