import type { IncomingMessage } from 'node:http'

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS'])

/**
 * Whether a browser sends this write from another site. The ticket system's cookie is `SameSite=None`, so browsers would
 * send it. `Sec-Fetch-Site` decides where it exists, because a page without a referrer sends the origin `null`.
 */
export function isForeignWrite(request: IncomingMessage, own: string): boolean {
  if (SAFE.has(request.method ?? 'GET') && request.headers.upgrade === undefined) return false
  const site = request.headers['sec-fetch-site']
  if (typeof site === 'string') return site !== 'same-origin' && site !== 'none'
  const { origin } = request.headers
  return origin !== undefined && origin !== own
}

/** Whether a request is a CORS preflight. */
export function isPreflight(request: IncomingMessage): boolean {
  return request.method === 'OPTIONS' && request.headers['access-control-request-method'] !== undefined
}

/** Whether the page may read responses: only our own origin may. */
export function isReadable({ headers }: IncomingMessage, own: string): boolean {
  return headers.origin === own
}
