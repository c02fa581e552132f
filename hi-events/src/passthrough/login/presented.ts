import type { IncomingMessage } from 'node:http'
import { LOGIN_COOKIE } from './login-cookie.ts'

/** The values a request signs in with: the header first, as the front end of Hi.Events does, then the cookie. */
export function presentedTokens({ headers }: IncomingMessage): string[] {
  const { authorization, cookie } = headers
  if (authorization === undefined && !cookie?.includes(LOGIN_COOKIE)) return NONE
  const bearer = authorization === undefined ? undefined : /^bearer +(\S+)$/i.exec(authorization)?.[1]
  const values = [...(bearer === undefined ? [] : [bearer]), ...cookieValues(cookie ?? '')]
  return [...new Set(values)].slice(0, MAX_VALUES)
}

const NONE: string[] = []
/** A browser has one in its storage and one as a cookie. */
const MAX_VALUES = 3

function cookieValues(header: string): string[] {
  const prefix = `${LOGIN_COOKIE}=`
  const parts = header.split(';').map((part) => part.trim())
  return parts.filter((part) => part.startsWith(prefix)).map((part) => part.slice(prefix.length))
}
