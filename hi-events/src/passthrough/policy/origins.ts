import type { IncomingMessage } from 'node:http'

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS'])
/** `none`: the person typed the address. */
const OWN_SITES = new Set(['same-origin', 'none'])

/**
 * Whether a browser sends this write from another site. The ticket system's cookie is `SameSite=None`, so browsers would
 * send it. `Sec-Fetch-Site` decides where it exists, because a page without a referrer sends the origin `null`.
 */
export function isForeignWrite(request: IncomingMessage, own: string): boolean {
  if (SAFE.has(request.method ?? 'GET') && request.headers.upgrade === undefined) return false
  const site = request.headers['sec-fetch-site']
  if (typeof site === 'string') return !OWN_SITES.has(site)
  const { origin } = request.headers
  return origin !== undefined && origin !== own
}

/**
 * Whether another site has a browser sign out. Signing out by a read is refused too when nothing tells where it comes from:
 * an old browser sends no origin with the image of another site.
 */
export function isForeignSignOut(request: IncomingMessage, own: string): boolean {
  const { method = 'GET', headers } = request
  const site = headers['sec-fetch-site']
  if (!SAFE.has(method)) return isForeignWrite(request, own)
  return typeof site === 'string' ? !OWN_SITES.has(site) : headers.origin !== own
}

/** Whether a request is a CORS preflight. */
export function isPreflight(request: IncomingMessage): boolean {
  return request.method === 'OPTIONS' && request.headers['access-control-request-method'] !== undefined
}

/** Whether the page may read responses: only our own origin may. */
export function isReadable({ headers }: IncomingMessage, own: string): boolean {
  return headers.origin === own
}
