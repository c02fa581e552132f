import type { LinkedAccount } from './account.ts'

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
