import { loginCookie, noLoginCookie } from './login-cookie.ts'

/** The answer to a call that is done here. */
export type OwnAnswer = { headers: Readonly<Record<string, string>>; body: object }

/** As the ticket system answers (recording 78-logout). */
export function signedOutAnswer(ticketOrigin: string): OwnAnswer {
  return {
    headers: { 'set-cookie': noLoginCookie(ticketOrigin) },
    body: { message: 'Logout Successful' },
  }
}

/** As the ticket system answers (recording 80-refresh), without what it says of the login: the browser keeps its value. */
export function renewedAnswer(ticketOrigin: string, token: string): OwnAnswer {
  return {
    headers: { 'set-cookie': loginCookie(ticketOrigin, token), 'x-auth-token': token },
    body: { token, token_type: 'bearer' },
  }
}
