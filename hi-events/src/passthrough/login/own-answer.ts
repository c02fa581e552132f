import { loginCookie, NO_LOGIN_COOKIE } from './login-cookie.ts'

/** The answer to a call that is done here: headers as a flat list, and its body. */
export type OwnAnswer = { headers: readonly string[]; body: object }

/** As the ticket system answers (recording 78-logout). */
export const SIGNED_OUT: OwnAnswer = {
  headers: ['Set-Cookie', NO_LOGIN_COOKIE],
  body: { message: 'Logout Successful' },
}

/** As the ticket system answers (recording 80-refresh), without what it says of the login: the browser keeps its value. */
export function renewedAnswer(token: string): OwnAnswer {
  return {
    headers: ['Set-Cookie', loginCookie(token), 'X-Auth-Token', token],
    body: { token, token_type: 'bearer' },
  }
}
