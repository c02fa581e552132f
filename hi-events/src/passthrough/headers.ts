import { transportSecurityOf } from '@tuvens/platform/entrance/security-headers'
import { currentTraceparent } from '@tuvens/platform/telemetry/trace'
import type { IncomingMessage } from 'node:http'
import { isLoginCookie, LOGIN_COOKIE, upstreamCookieToken } from './login/login-cookie.ts'

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
 * Not passed on: headers about the sender and our own host, which we set ourselves; headers that name another path, host or
 * method than those we checked (Symfony has read these); `Proxy`, which PHP reads as a setting; `Expect`, which we send
 * again; the trace, of which ours is a step; and whatever a browser signs in with: the ticket system gets only what that
 * stands for.
 */
const NOT_THERE = new Set([
  ...HOP_BY_HOP,
  'authorization',
  'cf-connecting-ip',
  'cf-connecting-ipv6',
  'expect',
  'fastly-client-ip',
  'forwarded',
  'host',
  'proxy',
  'proxy-client-ip',
  'traceparent',
  'true-client-ip',
  'wl-proxy-client-ip',
  'x-auth-token',
  'x-client-ip',
  'x-cluster-client-ip',
  'x-envoy-external-address',
  'x-host',
  'x-http-host-override',
  'x-http-method',
  'x-http-method-override',
  'x-method-override',
  'x-original-host',
  'x-original-url',
  'x-originating-ip',
  'x-real-ip',
  'x-remote-addr',
  'x-remote-ip',
  'x-rewrite-url',
])
const NOT_BACK = new Set([
  ...HOP_BY_HOP,
  'cross-origin-opener-policy',
  'permissions-policy',
  'strict-transport-security',
  // A token of the ticket system, which no browser gets.
  'x-auth-token',
  // These make a proxy in front of us send a file of its own.
  'x-accel-redirect',
  'x-content-type-options',
  'x-frame-options',
  'x-lighttpd-send-file',
  'x-sendfile',
])

/** Methods that need `Content-Length: 0` when they have no body (RFC 9110 8.6). */
const EXPECTS_BODY = new Set(['POST', 'PUT', 'PATCH'])

/** Symfony takes the method of a POST from this header, else from a field `_method` of the body or the query. */
const NO_OTHER_METHOD = ['X-HTTP-Method-Override', 'POST']

/** The sender of a request as we report it. */
type Sender = {
  address: string
  publicHeaders: readonly string[]
  upstreamToken: string | null
  /** The response is read here, so it may not be compressed. */
  isPlain: boolean
}

/** Headers with our public address, the same for every request. `Host` is ours, whatever name the client used. */
export function publicHeadersOf({ protocol, host, port }: URL): string[] {
  const scheme = protocol.slice(0, -1)
  const spoken = port === '' ? (scheme === 'https' ? '443' : '80') : port
  return ['Host', host, 'X-Forwarded-Proto', scheme, 'X-Forwarded-Host', host, 'X-Forwarded-Port', spoken]
}

/** Headers for the ticket system: as they came, except for hop-by-hop headers and headers about the sender. */
export function requestHeaders(
  request: IncomingMessage,
  { address, publicHeaders, upstreamToken, isPlain }: Sender,
  extra: readonly string[],
): string[] {
  const isDropped = (name: string) => isNotThere(name) || (isPlain && name === 'accept-encoding')
  const headers = endToEnd(request.rawHeaders, isDropped)
  headers.push('X-Forwarded-For', address, 'X-Real-IP', address, ...publicHeaders, ...extra)
  const { 'transfer-encoding': coding, 'content-length': length, expect } = request.headers
  // The body is framed again, whatever the method: unframed bytes would be read as the next request.
  if (coding !== undefined) headers.push('Transfer-Encoding', 'chunked')
  else if (length === undefined && EXPECTS_BODY.has(request.method ?? '')) headers.push('Content-Length', '0')
  if (request.method === 'POST') headers.push(...NO_OTHER_METHOD)
  if (expect !== undefined) headers.push('Expect', '100-continue')
  if (isPlain) headers.push('Accept-Encoding', 'identity')
  const traceparent = currentTraceparent()
  if (traceparent !== undefined) headers.push('traceparent', traceparent)
  if (upstreamToken !== null) signIn(headers, upstreamToken)
  return headers
}

/**
 * Laravel takes the token from the header before it looks into query, body and cookie; the server that renders pages takes
 * it from the cookie.
 */
function signIn(headers: string[], token: string): void {
  headers.push('Authorization', `Bearer ${token}`)
  const at = headers.findIndex((name, index) => index % 2 === 0 && name.toLowerCase() === 'cookie')
  const cookie = `${LOGIN_COOKIE}=${token}`
  if (at === -1) headers.push('Cookie', cookie)
  else headers[at + 1] = `${cookie}; ${headers[at + 1]}`
}

/**
 * Headers for the browser: as they came, the ticket system's cookies included, except for those that we decide. `isReplaced`:
 * the body is another one.
 */
export function responseHeaders(
  response: IncomingMessage,
  added: readonly string[],
  isReplaced: boolean,
): string[] {
  const isDropped = (name: string) => isNotBack(name) || (isReplaced && name === 'content-length')
  const headers = endToEnd(response.rawHeaders, isDropped)
  headers.push(...added)
  if (response.headers['referrer-policy'] === undefined) headers.push(...REFERRER_POLICY)
  return headers
}

const REFERRER_POLICY = ['Referrer-Policy', 'strict-origin']

/**
 * Security headers of every response, in place of the ticket system's. Its check-in page reads codes with the camera, and
 * its payment pages open windows of their own.
 */
export function guardHeadersOf(ticketOrigin: string): string[] {
  return [
    'Permissions-Policy',
    'browsing-topics=(), camera=(self), geolocation=(), microphone=()',
    'Cross-Origin-Opener-Policy',
    'same-origin-allow-popups',
    ...Object.entries(transportSecurityOf(ticketOrigin)).flat(),
  ]
}

/** Trailers as they came, except for fields that may not be trailers. */
export function trailersOf({ rawTrailers }: IncomingMessage): [string, string][] {
  const kept = endToEnd(rawTrailers, (name) => isNotBack(name) || /^(?:content-|set-cookie|host$)/.test(name))
  return kept.flatMap((name, at): [string, string][] => (at % 2 === 0 ? [[name, kept[at + 1] ?? '']] : []))
}

/** Lets one origin read a response with credentials. */
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
    else if (isDropped(lower)) continue
    else if (lower.endsWith('cookie')) keepForeignCookies(kept, name, value)
    else kept.push(name, value)
  }
  return namesNone.test(connection) ? kept : without(kept, connection)
}

/**
 * Our own cookies are secrets of the ticket origin; the ticket system, which shares the host, neither reads nor sets them. The
 * login cookie stands for a token in both directions, and is set again where there is one.
 */
function keepForeignCookies(kept: string[], name: string, value: string): void {
  if (!value.includes('tuvens') && !value.includes(LOGIN_COOKIE)) return void kept.push(name, value)
  const isResponse = name.length === 'set-cookie'.length
  const foreign = isResponse
    ? [value].filter((each) => isForeign(each) && upstreamCookieToken(each) === undefined)
    : value.split(';').filter((each) => isForeign(each) && !isLoginCookie(each))
  if (foreign.length > 0) kept.push(name, foreign.join(';').trim())
}

/** Cookies of the ticket origin, and of the event site where both are ports of one host. */
const OWN_COOKIE = /^\s*(?:__Host-|__Secure-)?tuvens[-_]/

function isForeign(cookie: string): boolean {
  return !OWN_COOKIE.test(cookie)
}

/** The usual values of `Connection`, which name no other header. */
const namesNone = /^(?:,(?:keep-alive|close|upgrade))?$/i
/** Kept even when `Connection` names it: without it a body has no end. */
const ALWAYS_KEPT = 'content-length'

function without(headers: readonly string[], connection: string): string[] {
  const named = new Set(connection.toLowerCase().split(/[,\s]+/))
  const isKept = (name = '') => ALWAYS_KEPT === name.toLowerCase() || !named.has(name.toLowerCase())
  return headers.filter((_each, at) => isKept(headers[at - (at % 2)]))
}

/** PHP reads `X_Forwarded_For` as `X-Forwarded-For`. No browser sends an underscore, so none is passed on. */
function isNotThere(name: string): boolean {
  return NOT_THERE.has(name) || name.startsWith('x-forwarded-') || name.includes('_')
}

function isNotBack(name: string): boolean {
  return NOT_BACK.has(name) || name.startsWith('access-control-')
}
