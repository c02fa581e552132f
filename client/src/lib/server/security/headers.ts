import { transportSecurityOf } from '@tuvens/platform/entrance/security-headers'
import type { SiteConfig } from '../config.ts'

const ALWAYS = {
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  // The address of a mailed link holds its secret: no request names more than the origin. With
  // `no-referrer`, browsers would send forms without an origin.
  'referrer-policy': 'strict-origin',
  'permissions-policy': 'camera=(), microphone=(), geolocation=(), browsing-topics=()',
  'cross-origin-opener-policy': 'same-origin',
}

/** Headers of every response, static files and refusals too. Pages replace the policy with their own. */
export function responseHeaders({ origin }: Pick<SiteConfig, 'origin'>): Readonly<Record<string, string>> {
  const policy = "default-src 'none'; frame-ancestors 'none'"
  return { ...ALWAYS, 'content-security-policy': policy, ...transportSecurityOf(origin) }
}

/** What a page connects to. */
type Addresses = Pick<SiteConfig, 'publicApiUrl' | 'ticketOrigin'>

/** Adds the configured addresses to a page's policy. */
export function completePolicy(headers: Headers, config: Addresses): void {
  const policy = headers.get('content-security-policy')
  if (policy !== null) headers.set('content-security-policy', allowOrigins(policy, config))
}

/** The stream and the pictures come from the API. The ticket origin is framed, and receives the form of *Enable ticketing*. */
function allowOrigins(policy: string, { publicApiUrl, ticketOrigin }: Addresses): string {
  return policy
    .replace("connect-src 'self'", `connect-src 'self' ${new URL(publicApiUrl).origin}`)
    .replace("img-src 'self'", `img-src 'self' ${new URL(publicApiUrl).origin}`)
    .replace("form-action 'self'", `form-action 'self' ${ticketOrigin}`)
    .replace("frame-src 'none'", `frame-src ${ticketOrigin}`)
}

/** For a page that holds a token: the browser submits its forms to the ticket origin only. */
export function restrictFormsToTicketOrigin(headers: Headers, { ticketOrigin }: Addresses): void {
  const policy = headers.get('content-security-policy') ?? ''
  headers.set('content-security-policy', policy.replace(/form-action [^;]*/, `form-action ${ticketOrigin}`))
}

/** For a page that frames another page of this site, which frames the ticket origin in its turn. */
export function allowOwnFrames(headers: Headers): void {
  const policy = headers.get('content-security-policy') ?? ''
  headers.set('content-security-policy', policy.replace('frame-src ', "frame-src 'self' "))
}
