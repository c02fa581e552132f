import type { IncomingHttpHeaders } from 'node:http'

/** The value of a cookie as it was sent, for what is decided about a request before Fastify or SvelteKit parses it. */
export function cookieOf({ cookie = '' }: IncomingHttpHeaders, name: string): string | undefined {
  const pairs = cookie.split(';').map((each) => each.trim())
  return pairs.find((each) => each.startsWith(`${name}=`))?.slice(name.length + 1)
}
