import type { LoginMode } from '../base/config.ts'
import type { HiEvents } from '../upstream/hi-events.ts'
import type { LinkedAccount } from './account.ts'
import { createJwtLogin } from './login-by-jwt.ts'
import { createPasswordLogin } from './login-by-password.ts'
import type { Vault } from './vault.ts'

/** How we get a JWT of an account's Hi.Events login (spec 3.2). */
export type LoginMethod = {
  /** Whether the account's password has to be kept. */
  readonly keepsPassword: boolean
  /**
   * A fresh JWT. A browser never gets one that we use ourselves: signing out there blacklists it.
   *
   * @throws UpstreamError unauthorised when the kept password no longer works
   */
  signIn: (account: LinkedAccount) => Promise<string>
}

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
