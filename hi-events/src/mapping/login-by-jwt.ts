import { SignJWT } from 'jose'
import { randomUUID } from 'node:crypto'
import type { LoginMethod } from './login-method.ts'

/** SHA-1 of the user model's name, which Hi.Events checks in every token. */
const PRV = 'b5b1af1aef51e22e5cbe394c3745722ab80ad6cc'
/** A token issued in the future is refused; this allows for clocks that differ. */
const BACKDATE_SECONDS = 60
const LIFETIME_SECONDS = 604_800

/** `issuer` is the API root of Hi.Events; `now` gives milliseconds. */
export type JwtLoginParts = { jwtSecret: string; issuer: string; now: () => number }

/** Optional: signs the JWT that Hi.Events would have issued, with the `JWT_SECRET` of Hi.Events. */
export function createJwtLogin({ jwtSecret, issuer, now }: JwtLoginParts): LoginMethod {
  const key = new TextEncoder().encode(jwtSecret)
  return {
    needsCredential: false,
    sharesToken: () => false,
    signIn: (account) => {
      const seconds = Math.floor(now() / 1000)
      return new SignJWT({ prv: PRV, account_id: account.hiAccountId, role: account.hiRole ?? 'ADMIN' })
        .setProtectedHeader({ typ: 'JWT', alg: 'HS256' })
        .setIssuer(`${issuer}/auth/login`)
        .setIssuedAt(seconds - BACKDATE_SECONDS)
        .setNotBefore(seconds - BACKDATE_SECONDS)
        .setExpirationTime(seconds + LIFETIME_SECONDS)
        .setJti(randomUUID())
        .setSubject(String(account.hiUserId))
        .sign(key)
    },
  }
}
