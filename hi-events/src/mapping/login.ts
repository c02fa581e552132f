import type { LoginMode } from '../base/config.ts'
import type { HiEvents } from '../upstream/hi-events.ts'
import { createJwtLogin } from './login-by-jwt.ts'
import type { LoginMethod } from './login-method.ts'
import { createPasswordLogin } from './login-by-password.ts'
import type { Vault } from './vault.ts'

/** What the methods need; `now` returns milliseconds. */
export type LoginParts = {
  mode: LoginMode
  hiEvents: HiEvents
  vault: Vault
  jwtSecret: string
  issuer: string
  now: () => number
}

/** The login method that the settings name. */
export function createLogin(parts: LoginParts): LoginMethod {
  return parts.mode === 'jwt' ? createJwtLogin(parts) : createPasswordLogin(parts)
}
