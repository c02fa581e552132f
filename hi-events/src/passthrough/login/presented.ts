import type { IncomingMessage } from 'node:http'

/** The values a request signs in with: the header first, as the front end of Hi.Events does, then the cookie of this name. */
export function presentedTokens({ headers }: IncomingMessage, cookieName: string): string[] {
  const { authorization, cookie } = headers
  if (authorization === undefined && !cookie?.includes(cookieName)) return NONE
  const bearer = authorization === undefined ? undefined : /^bearer +(\S+)$/i.exec(authorization)?.[1]
  const values = [...(bearer === undefined ? [] : [bearer]), ...cookieValues(cookie ?? '', cookieName)]
  return [...new Set(values)].slice(0, MAX_VALUES)
}

const NONE: string[] = []
/** A browser has one in its storage and one as a cookie. */
const MAX_VALUES = 3

function cookieValues(header: string, name: string): string[] {
  const prefix = `${name}=`
  const parts = header.split(';').map((part) => part.trim())
  return parts.filter((part) => part.startsWith(prefix)).map((part) => part.slice(prefix.length))
}
