import type { IncomingMessage } from 'node:http'

/** Meant for one connection only (RFC 9110 7.6.1); `expect` has been answered by us. */
const HOP_BY_HOP = new Set([
  'connection',
  'expect',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
])

/** Who a request is from, in our own words. */
export type Sender = {
  /** Who is asking. */
  address: string
  /** Scheme and port people see. */
  publicOrigin: URL
}

/** Headers for the ticket system: as they came, but for the connection's own and for what says who is asking. */
export function requestHeaders(request: IncomingMessage, { address, publicOrigin }: Sender): string[] {
  const kept = pairsOf(request).filter(([name]) => !isClaim(name))
  const headers = kept.flat()
  headers.push('X-Forwarded-For', address)
  headers.push('X-Forwarded-Proto', publicOrigin.protocol.slice(0, -1))
  headers.push('X-Forwarded-Host', request.headers.host ?? publicOrigin.host)
  headers.push('X-Forwarded-Port', portOf(publicOrigin))
  headers.push('X-Real-IP', address)
  // The body's framing must be said again, whatever the method: unframed bytes would be read as the next request.
  if (request.headers['transfer-encoding'] !== undefined) headers.push('Transfer-Encoding', 'chunked')
  return headers
}

/** What we rule about an answer. */
export type Guards = {
  frameAncestors: string
  /** The asking page's origin when it may read the answer. */
  corsOrigin: string | null
}

/** Headers for the browser: cookies and all as they are, but for framing and cross-origin reading, which are ours to rule. */
export function responseHeaders(response: IncomingMessage, { frameAncestors, corsOrigin }: Guards): string[] {
  const kept = pairsOf(response).filter(([name]) => !isOurs(name))
  const headers = kept.flat()
  headers.push('Content-Security-Policy', `frame-ancestors ${frameAncestors}`)
  headers.push('X-Content-Type-Options', 'nosniff')
  if (frameAncestors === "'none'") headers.push('X-Frame-Options', 'DENY')
  if (corsOrigin !== null) headers.push(...corsHeaders(corsOrigin))
  return headers
}

/** Lets one origin read an answer with its cookies. */
export function corsHeaders(origin: string): string[] {
  return [
    ['Access-Control-Allow-Origin', origin],
    ['Access-Control-Allow-Credentials', 'true'],
    ['Vary', 'Origin'],
  ].flat()
}

function pairsOf(message: IncomingMessage): [string, string][] {
  const named = new Set(
    String(message.headers.connection ?? '')
      .toLowerCase()
      .split(',')
      .map((each) => each.trim()),
  )
  const pairs: [string, string][] = []
  for (let at = 0; at + 1 < message.rawHeaders.length; at += 2) {
    const [name = '', value = ''] = [message.rawHeaders[at], message.rawHeaders[at + 1]]
    const lower = name.toLowerCase()
    if (!HOP_BY_HOP.has(lower) && !named.has(lower)) pairs.push([name, value])
  }
  return pairs
}

/** What a client may say about itself and we say instead. */
function isClaim(name: string): boolean {
  return /^(forwarded|x-forwarded-.*|x-real-ip|x-client-ip|true-client-ip|cf-connecting-ip)$/i.test(name)
}

function isOurs(name: string): boolean {
  return /^(access-control-.*|x-frame-options|x-content-type-options)$/i.test(name)
}

function portOf({ port, protocol }: URL): string {
  if (port !== '') return port
  return protocol === 'https:' ? '443' : '80'
}
