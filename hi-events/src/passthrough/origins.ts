import type { IncomingMessage } from 'node:http'

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS'])

/** Origin a browser says a request is from; undefined when it says none. */
function originOf(request: IncomingMessage): string | undefined {
  return request.headers.origin
}

/**
 * Whether a browser sends this write from another site. The ticket system's cookie is `SameSite=None`, so it would come
 * along; `Sec-Fetch-Site` decides where there is one, because a page without a referrer sends the origin `null`.
 */
export function isForeignWrite(request: IncomingMessage, own: string): boolean {
  if (SAFE.has(request.method ?? 'GET') && request.headers.upgrade === undefined) return false
  const site = request.headers['sec-fetch-site']
  if (typeof site === 'string') return site !== 'same-origin' && site !== 'none'
  const origin = originOf(request)
  return origin !== undefined && origin !== own
}

/** Whether a browser asks if it may ask. */
export function isPreflight(request: IncomingMessage): boolean {
  return request.method === 'OPTIONS' && request.headers['access-control-request-method'] !== undefined
}

/** The asking origin when it may read answers: only our own. */
export function readableBy(request: IncomingMessage, own: string): string | null {
  return originOf(request) === own ? own : null
}
