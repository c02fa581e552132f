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
  /**
   * Returns a new JWT. A browser never gets one that the ticket origin uses: signing out there would revoke it.
   *
   * @throws UpstreamError unauthorised when the stored credential no longer works
   */
  signIn: (account: LoginAccount) => Promise<string>
}
