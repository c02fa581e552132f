import type { LoginMode } from '../base/config.ts'
import type { HiEvents } from '../upstream/hi-events.ts'
import { createJwtLogin } from './login-by-jwt.ts'
import type { LoginMethod } from './login-method.ts'
import { createPasswordLogin } from './login-by-password.ts'
import type { Vault } from './vault.ts'

/** What either method may need; `now` gives milliseconds. */
export type LoginParts = {
  mode: LoginMode
  hiEvents: HiEvents
  vault: Vault
  jwtSecret: string
  issuer: string
  now: () => number
}

/** The method the settings name. */
export function createLogin(parts: LoginParts): LoginMethod {
  return parts.mode === 'jwt' ? createJwtLogin(parts) : createPasswordLogin(parts)
}
