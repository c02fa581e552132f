import type { IncomingMessage } from 'node:http'
import type { Dispatcher } from 'undici'

/** Meant for one connection only (RFC 9110 7.6.1). `Trailer` only announces; trailers themselves are carried. */
const HOP_BY_HOP = [
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]

/**
 * Not for the ticket system: what says who is asking, which is ours to say; what asks for another path than the one we
 * judged (Symfony has read these); `Proxy`, which PHP takes for a setting; `Expect`, which is said anew.
 */
const NOT_THERE = new Set([
  ...HOP_BY_HOP,
  'cf-connecting-ip',
  'expect',
  'forwarded',
  'proxy',
  'true-client-ip',
  'x-client-ip',
  'x-original-url',
  'x-real-ip',
  'x-rewrite-url',
])
const NOT_BACK = new Set([...HOP_BY_HOP, 'x-frame-options', 'x-content-type-options'])

/** Who a request is from, in our own words. */
export type Sender = { address: string; publicHeaders: readonly string[] }

/** What every request is told about where people see us. */
export function publicHeadersOf({ protocol, host, port }: URL): string[] {
  const scheme = protocol.slice(0, -1)
  const spoken = port === '' ? (scheme === 'https' ? '443' : '80') : port
  return ['X-Forwarded-Proto', scheme, 'X-Forwarded-Host', host, 'X-Forwarded-Port', spoken]
}

/** Headers for the ticket system: as they came, but for the connection's own and for what says who is asking. */
export function requestHeaders(request: IncomingMessage, { address, publicHeaders }: Sender): string[] {
  const headers = endToEnd(request.rawHeaders, isNotThere)
  headers.push('X-Forwarded-For', address, 'X-Real-IP', address, ...publicHeaders)
  return headers
}

/** Headers for the browser: as they came, cookies and all, but for framing and cross-origin reading, which are ours to rule. */
export function responseHeaders(rawHeaders: readonly string[], guards: readonly string[]): string[] {
  const headers = endToEnd(rawHeaders, isNotBack)
  headers.push(...guards)
  return headers
}

/** Trailers as they came, but for what may not stand in one. */
export function trailersOf(rawTrailers: readonly string[]): [string, string][] {
  const kept = endToEnd(rawTrailers, (name) => isNotBack(name) || /^(?:content-|set-cookie|host$)/.test(name))
  return kept.flatMap((name, at): [string, string][] => (at % 2 === 0 ? [[name, kept[at + 1] ?? '']] : []))
}

/** Names and values in turn, as strings, of headers as undici received them. */
export function listOf(raw: Dispatcher.DispatchController['rawHeaders']): string[] {
  return Array.isArray(raw) ? raw.map((each) => each.toString('latin1')) : []
}

/** All values of one header. */
export function valuesOf(rawHeaders: readonly string[], lower: string): string[] {
  return rawHeaders.filter((_each, at) => at % 2 === 1 && rawHeaders[at - 1]?.toLowerCase() === lower)
}

/** Lets one origin read an answer with its cookies. */
export function corsHeaders(origin: string): string[] {
  return ['Access-Control-Allow-Origin', origin, 'Access-Control-Allow-Credentials', 'true', 'Vary', 'Origin']
}

function endToEnd(raw: readonly string[], isDropped: (lower: string) => boolean): string[] {
  const kept: string[] = []
  let connection = ''
  for (let at = 0; at + 1 < raw.length; at += 2) {
    const name = raw[at] ?? ''
    const value = raw[at + 1] ?? ''
    const lower = name.toLowerCase()
    if (lower === 'connection') connection += `,${value}`
    else if (!isDropped(lower)) kept.push(name, value)
  }
  return namesNone.test(connection) ? kept : without(kept, connection)
}

/** What nearly every `Connection` says: it names no other header. */
const namesNone = /^(?:,(?:keep-alive|close|upgrade))?$/i
/** Never the connection's own, whatever it says: without them a body has no end and a request no addressee. */
const ALWAYS_KEPT = new Set(['content-length', 'host'])

function without(headers: readonly string[], connection: string): string[] {
  const named = new Set(connection.toLowerCase().split(/[,\s]+/))
  const isKept = (name = '') => ALWAYS_KEPT.has(name.toLowerCase()) || !named.has(name.toLowerCase())
  return headers.filter((_each, at) => isKept(headers[at - (at % 2)]))
}

/** PHP reads `X_Forwarded_For` as `X-Forwarded-For`: no browser sends an underscore, so none is passed on. */
function isNotThere(name: string): boolean {
  return NOT_THERE.has(name) || name.startsWith('x-forwarded-') || name.includes('_')
}

function isNotBack(name: string): boolean {
  return NOT_BACK.has(name) || name.startsWith('access-control-')
}
