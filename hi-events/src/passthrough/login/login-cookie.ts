/** The name of the cookie in which the ticket system keeps its token. */
export const LOGIN_COOKIE = 'token'

const HOST_PREFIX = '__Host-'

/**
 * The name of the cookie in which a browser keeps our value. With https, `__Host-` keeps other hosts of the same site from
 * setting it: they could have somebody work in a session of theirs. On plain http, which only a laptop uses, browsers refuse
 * the prefix.
 */
export function loginCookieName(ticketOrigin: string): string {
  return ticketOrigin.startsWith('https:') ? HOST_PREFIX + LOGIN_COOKIE : LOGIN_COOKIE
}

/** The cookie as Hi.Events sets its own (spec 3.2), with our value in it. */
export function loginCookie(ticketOrigin: string, token: string): string {
  return `${loginCookieName(ticketOrigin)}=${token}; path=/; secure; httponly; samesite=none`
}

/** Takes the cookie from the browser. */
export function noLoginCookie(ticketOrigin: string): string {
  return `${loginCookieName(ticketOrigin)}=; path=/; max-age=0; secure; httponly; samesite=none`
}

/** Whether a part of a `Cookie` header is one of both cookies, in any spelling that a server might read as that. */
export function isLoginCookie(part: string): boolean {
  const name = (part.split('=', 1)[0] ?? '').trim().toLowerCase()
  return name === LOGIN_COOKIE || name === HOST_PREFIX.toLowerCase() + LOGIN_COOKIE
}

/** Whether an answer takes the cookie from the browser. */
export function takesLoginAway(setCookies: readonly string[] = []): boolean {
  return setCookies.some((each) => isLoginCookie(each) && upstreamCookieToken(each) === undefined)
}

/** The token that a `Set-Cookie` header of the ticket system gives; undefined when it gives none or takes it away. */
export function upstreamCookieToken(setCookie: string): string | undefined {
  const [pair = ''] = setCookie.split(';', 1)
  if (!isLoginCookie(pair)) return undefined
  const value = pair.slice(pair.indexOf('=') + 1).trim()
  return value === '' || value === 'deleted' ? undefined : value
}
