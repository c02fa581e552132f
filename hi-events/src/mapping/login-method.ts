import type { AccountWithLogin } from './account.ts'

/** What signing in needs to know of an account. */
export type LoginAccount = Pick<
  AccountWithLogin,
  'id' | 'loginEmail' | 'credential' | 'credentialKind' | 'hiUserId' | 'hiAccountId' | 'hiRole'
>

/** How we get a JWT of an account's Hi.Events login (spec 3.2). */
export type LoginMethod = {
  /** Whether it needs a stored credential. */
  readonly needsCredential: boolean
  /** Whether `signIn` gives everybody the same token of this account: to sign out with it would sign out all of them. */
  sharesToken: (account: Pick<LoginAccount, 'credentialKind'>) => boolean
  /**
   * Returns a JWT: a new one unless the account shares its token.
   *
   * @throws UpstreamError unauthorised when the stored credential no longer works
   */
  signIn: (account: LoginAccount) => Promise<string>
}
