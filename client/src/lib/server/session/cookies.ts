import type { SecondFactorNeeded, TokenPair } from '@tuvens/contract'
import type { Cookies } from '@sveltejs/kit'

export type SessionCookies = ReturnType<typeof sessionCookies>

/** The access cookie expires this long before its token, so that no call carries a token about to expire. */
const EARLY_SECONDS = 30

/** `reused`: its refresh token was used twice, which may be a theft or a lost response. */
export type SignedOutReason = 'expired' | 'ended' | 'reused'
const SIGNED_OUT_REASONS: readonly SignedOutReason[] = ['expired', 'ended', 'reused']
const reasonOf = (value: string | undefined) => SIGNED_OUT_REASONS.find((each) => each === value) ?? null
/** Somebody who comes back a day later no longer asks why. */
const SIGNED_OUT_SECONDS = 3_600

/**
 * The visitor's tokens, in cookies that no script can read. The names contain the product's name because all ports of a
 * host share cookies.
 *
 * @param secure whether people reach this site by https; then `__Host-` binds the cookies to this host
 */
export function sessionCookies(cookies: Cookies, secure: boolean) {
  const prefix = secure ? '__Host-' : ''
  const names = {
    access: `${prefix}tuvens-access`,
    refresh: `${prefix}tuvens-refresh`,
    secondStep: `${prefix}tuvens-second-step`,
    signedOut: `${prefix}tuvens-signed-out`,
  }
  const options = { path: '/', httpOnly: true, sameSite: 'lax', secure } as const
  return {
    read: () => ({ access: cookies.get(names.access), refresh: cookies.get(names.refresh) }),
    write: (pair: TokenPair) => {
      if (cookies.get(names.signedOut) !== undefined) cookies.delete(names.signedOut, options)
      const accessAge = Math.max(1, pair.expires_in - EARLY_SECONDS)
      cookies.set(names.access, pair.access_token, { ...options, maxAge: accessAge })
      cookies.set(names.refresh, pair.refresh_token, { ...options, maxAge: pair.refresh_expires_in })
    },
    /** Between the two steps of a sign-in: what the second one starts from. */
    readSecondStep: () => cookies.get(names.secondStep),
    writeSecondStep: (step: SecondFactorNeeded) =>
      cookies.set(names.secondStep, step.second_factor_token, { ...options, maxAge: step.expires_in }),
    clearSecondStep: () => cookies.delete(names.secondStep, options),
    /** Why the last session ended, for the page on which the visitor signs in again. */
    readSignedOut: () => reasonOf(cookies.get(names.signedOut)),
    writeSignedOut: (reason: SignedOutReason) =>
      cookies.set(names.signedOut, reason, { ...options, maxAge: SIGNED_OUT_SECONDS }),
    clear: () => {
      cookies.delete(names.access, options)
      cookies.delete(names.refresh, options)
    },
  }
}
