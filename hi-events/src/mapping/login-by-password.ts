import { UpstreamError } from '../upstream/errors.ts'
import { openCredential } from './account.ts'
import { type AccountTokenContext, readAccountToken } from './account-token.ts'
import type { LoginAccount, LoginMethod } from './login-method.ts'
import { nullIfLocked } from './vault.ts'

const CALL = 'POST /auth/login'

/**
 * The default: signs in with the ticket origin's own random password, which is stored encrypted. For a login that a person
 * attached there is their token, and a password only when they asked us to keep it.
 */
export function createPasswordLogin(context: AccountTokenContext): LoginMethod {
  const sharesToken: LoginMethod['sharesToken'] = ({ credentialKind }) => credentialKind === 'token'
  return {
    needsCredential: true,
    sharesToken,
    signIn: async (account) => {
      if (!sharesToken(account)) return signIn(context, account)
      const held = await readAccountToken(context, account.id)
      if (held === null) throw nothingToSignInWith()
      return held.token
    },
  }
}

async function signIn({ hiEvents, vault }: AccountTokenContext, account: LoginAccount): Promise<string> {
  // A password that cannot be opened counts as a wrong one: the organiser signs in once, and it is stored again.
  const password = nullIfLocked(() => openCredential(vault, account))
  if (password === null) throw nothingToSignInWith()
  const { token } = await hiEvents.login({
    email: account.loginEmail,
    password,
    account_id: account.hiAccountId,
  })
  if (token === null) throw new UpstreamError('invalid', { call: CALL, sentence: 'token is null' })
  return token
}

function nothingToSignInWith(): UpstreamError {
  return new UpstreamError('unauthorised', { call: CALL, sentence: 'There is nothing to sign in with' })
}
