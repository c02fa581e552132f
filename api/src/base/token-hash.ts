import { createHash } from 'node:crypto'

/** All that is stored of a session or refresh token. It has 256 bits, so a plain SHA-256 cannot be reversed (ASVS 6.5.2). */
export function hashOf(token: string): Buffer {
  return createHash('sha256').update(token).digest()
}
