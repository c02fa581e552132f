import type { SecondFactorNeeded, TokenPair } from '@tuvens/contract'
import type { Cookies } from '@sveltejs/kit'

export type SessionCookies = ReturnType<typeof sessionCookies>

/** The access cookie expires this long before its token, so that no call carries a token about to expire. */
const EARLY_SECONDS = 30

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
  }
  const options = { path: '/', httpOnly: true, sameSite: 'lax', secure } as const
  return {
    read: () => ({ access: cookies.get(names.access), refresh: cookies.get(names.refresh) }),
    write: (pair: TokenPair) => {
      const accessAge = Math.max(1, pair.expires_in - EARLY_SECONDS)
      cookies.set(names.access, pair.access_token, { ...options, maxAge: accessAge })
      cookies.set(names.refresh, pair.refresh_token, { ...options, maxAge: pair.refresh_expires_in })
    },
    /** Between the two steps of a sign-in: what the second one starts from. */
    readSecondStep: () => cookies.get(names.secondStep),
    writeSecondStep: (step: SecondFactorNeeded) =>
      cookies.set(names.secondStep, step.second_factor_token, { ...options, maxAge: step.expires_in }),
    clearSecondStep: () => cookies.delete(names.secondStep, options),
    clear: () => {
      cookies.delete(names.access, options)
      cookies.delete(names.refresh, options)
    },
  }
}
