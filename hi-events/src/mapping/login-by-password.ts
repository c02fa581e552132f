import type { HiEvents } from '../upstream/hi-events.ts'
import { UpstreamError } from '../upstream/errors.ts'
import { openCredential } from './account.ts'
import type { LoginAccount, LoginMethod } from './login-method.ts'
import { nullIfLocked, type Vault } from './vault.ts'

const CALL = 'POST /auth/login'

/** The default: signs in with the ticket origin's own random password, which is stored encrypted. */
export function createPasswordLogin({ hiEvents, vault }: { hiEvents: HiEvents; vault: Vault }): LoginMethod {
  return {
    shouldKeepPassword: true,
    signIn: async (account) => {
      const { token } = await hiEvents.login({
        email: account.loginEmail,
        password: passwordOf(account),
        account_id: account.hiAccountId,
      })
      if (token === null) throw new UpstreamError('invalid', { call: CALL, sentence: 'token is null' })
      return token
    },
  }

  /** A password that cannot be opened counts as a wrong one: the organiser signs in once, and it is stored again. */
  function passwordOf(account: LoginAccount): string {
    const password = nullIfLocked(() => openCredential(vault, account))
    if (password !== null) return password
    throw new UpstreamError('unauthorised', { call: CALL, sentence: 'There is no password to sign in with' })
  }
}
