import type { Config } from '../config.ts'

const ALWAYS = {
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'strict-origin-when-cross-origin',
  'permissions-policy': 'camera=(), microphone=(), geolocation=(), browsing-topics=()',
  'cross-origin-opener-policy': 'same-origin',
}
const YEAR = 31_536_000

/** Every answer's security headers; a page's policy also learns the addresses this server was started with. */
export function secureHeaders(headers: Headers, config: Config, secure: boolean): void {
  for (const [name, value] of Object.entries(ALWAYS)) headers.set(name, value)
  if (secure) headers.set('strict-transport-security', `max-age=${YEAR}; includeSubDomains`)
  const policy = headers.get('content-security-policy')
  if (policy !== null) headers.set('content-security-policy', allowOrigins(policy, config))
}

/** The stream comes from the API; tickets are framed from, and "Enable ticketing" leads to, the ticket origin. */
function allowOrigins(policy: string, { publicApiUrl, ticketOrigin }: Config): string {
  return policy
    .replace("connect-src 'self'", `connect-src 'self' ${new URL(publicApiUrl).origin}`)
    .replace("form-action 'self'", `form-action 'self' ${ticketOrigin}`)
    .replace("frame-src 'none'", `frame-src ${ticketOrigin}`)
}

/** For a page that holds a token: its forms go to the ticket origin and nowhere else. */
export function onlyToTickets(headers: Headers, { ticketOrigin }: Config): void {
  const policy = headers.get('content-security-policy') ?? ''
  headers.set('content-security-policy', policy.replace(/form-action [^;]*/, `form-action ${ticketOrigin}`))
}
