import type { SiteConfig } from '../config.ts'

const ALWAYS = {
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'strict-origin-when-cross-origin',
  'permissions-policy': 'camera=(), microphone=(), geolocation=(), browsing-topics=()',
  'cross-origin-opener-policy': 'same-origin',
}
const YEAR = 31_536_000

/** Sets the security headers of every response, and adds the configured addresses to a page's policy. */
export function setSecurityHeaders(headers: Headers, config: SiteConfig, secure: boolean): void {
  for (const [name, value] of Object.entries(ALWAYS)) headers.set(name, value)
  if (secure) headers.set('strict-transport-security', `max-age=${YEAR}; includeSubDomains`)
  const policy = headers.get('content-security-policy')
  if (policy !== null) headers.set('content-security-policy', allowOrigins(policy, config))
}

/** The stream comes from the API. The ticket origin is framed, and receives the form of *Enable ticketing*. */
function allowOrigins(policy: string, { publicApiUrl, ticketOrigin }: SiteConfig): string {
  return policy
    .replace("connect-src 'self'", `connect-src 'self' ${new URL(publicApiUrl).origin}`)
    .replace("form-action 'self'", `form-action 'self' ${ticketOrigin}`)
    .replace("frame-src 'none'", `frame-src ${ticketOrigin}`)
}

/** For a page that holds a token: the browser submits its forms to the ticket origin only. */
export function restrictFormsToTicketOrigin(headers: Headers, { ticketOrigin }: SiteConfig): void {
  const policy = headers.get('content-security-policy') ?? ''
  headers.set('content-security-policy', policy.replace(/form-action [^;]*/, `form-action ${ticketOrigin}`))
}
