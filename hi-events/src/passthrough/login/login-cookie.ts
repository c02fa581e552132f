/** The name of the cookie in which the ticket system keeps its token, and a browser our value. */
export const LOGIN_COOKIE = 'token'

/** The cookie as Hi.Events sets its own (spec 3.2), with our value in it. */
export function loginCookie(token: string): string {
  return `${LOGIN_COOKIE}=${token}; path=/; secure; httponly; samesite=none`
}

/** Takes the cookie from the browser. */
export const NO_LOGIN_COOKIE = `${LOGIN_COOKIE}=; path=/; max-age=0; secure; httponly; samesite=none`

/** Whether a part of a `Cookie` header is the login cookie, in any spelling that a server might read as that. */
export function isLoginCookie(part: string): boolean {
  return (part.split('=', 1)[0] ?? '').trim().toLowerCase() === LOGIN_COOKIE
}

/** The token that a `Set-Cookie` header of the ticket system gives; undefined when it gives none or takes it away. */
export function upstreamCookieToken(setCookie: string): string | undefined {
  const [pair = ''] = setCookie.split(';', 1)
  if (!isLoginCookie(pair)) return undefined
  const value = pair.slice(pair.indexOf('=') + 1).trim()
  return value === '' || value === 'deleted' ? undefined : value
}
