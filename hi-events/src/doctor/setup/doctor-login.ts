import { hkdfSync } from 'node:crypto'
import type { Credentials } from '../../upstream/hi-events.ts'

/** The name of everything that an examination creates upstream. */
export const DOCTOR = 'Tuvens doctor'

/**
 * The login an examination signs in with. Hi.Events cannot delete logins, so each examination of an installation uses the
 * same one: its address and password are derived from CREDENTIALS_KEY and stored nowhere.
 */
export function doctorLogin(credentialKey: string): Credentials {
  return {
    email: `tuvens-doctor-${derive(credentialKey, 'address', 8).toString('hex')}@example.com`,
    password: derive(credentialKey, 'password', 32).toString('base64url'),
  }
}

function derive(key: string, use: string, bytes: number): Buffer {
  return Buffer.from(hkdfSync('sha256', key, 'tuvens doctor', use, bytes))
}
