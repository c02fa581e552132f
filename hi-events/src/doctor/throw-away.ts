import type { Credentials } from '../upstream/hi-events.ts'
import { hkdfSync } from 'node:crypto'

/** By this name everything the examination makes upstream can be told. */
export const DOCTOR = 'Tuvens doctor'

/**
 * The login an examination signs in with. Hi.Events lets nobody remove a login, so there is one per installation and each
 * examination uses it again: its address and password follow from CREDENTIALS_KEY and are kept nowhere.
 */
export function throwAwayLogin(credentialKey: string): Credentials {
  return {
    email: `tuvens-doctor-${derive(credentialKey, 'address', 8).toString('hex')}@example.com`,
    password: derive(credentialKey, 'password', 32).toString('base64url'),
  }
}

function derive(key: string, use: string, bytes: number): Buffer {
  return Buffer.from(hkdfSync('sha256', key, 'tuvens doctor', use, bytes))
}
