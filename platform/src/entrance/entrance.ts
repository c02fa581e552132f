import type { IncomingMessage } from 'node:http'
import { BlockList, isIPv6 } from 'node:net'
import { isLoopbackName } from '../loopback.ts'
import { pathOf } from '../http/path.ts'

/** The addresses of a service, and the proxies in front of it. */
export type EntranceOptions = {
  /** Address that browsers and other services use. */
  publicUrl: string
  /** More hosts (`name` or `name:port`) at which this service is reached, e.g. its name in a private network. */
  allowedHosts?: readonly string[]
  /** Whether the `X-Forwarded-Proto` of a client is believed, by its address. */
  isTrustedPeer?: (address: string) => boolean
}

/**
 * `misdirected`: the request is for another host. `insecure`: it came to a proxy by http although the public address is
 * https; `location` is where a read is repeated, null when the request cannot be redirected.
 */
export type EntranceVerdict =
  | { kind: 'open' }
  | { kind: 'misdirected' }
  | { kind: 'insecure'; location: string | null }

/** Decides about a request before anything else reads it. */
export type Entrance = (request: IncomingMessage) => EntranceVerdict

const OPEN: EntranceVerdict = { kind: 'open' }
const MISDIRECTED: EntranceVerdict = { kind: 'misdirected' }
/** Balancers call these by the address of the node, over http. They reveal and change nothing. */
const PROBES = new Set(['/healthz', '/readyz'])

/**
 * A service answers only for its own hosts. Otherwise a page of another site whose name was pointed at this address (DNS
 * rebinding) would be same-origin with it, and caches and links could take up a host that an attacker chose.
 */
export function createEntrance({ publicUrl, allowedHosts = [], isTrustedPeer }: EntranceOptions): Entrance {
  const own = new URL(publicUrl)
  const isOwnHost = createHostCheck(own, allowedHosts)
  const isSecure = own.protocol === 'https:'
  return (request) => {
    const { url = '/', method = '', headers, socket } = request
    if (PROBES.has(pathOf(url))) return OPEN
    if (!hostsOf(url, headers.host).every((host) => isOwnHost(host, socket.remoteAddress))) return MISDIRECTED
    const cameByHttp =
      isSecure && isHttp(headers['x-forwarded-proto']) && isTrustedPeer?.(socket.remoteAddress ?? '') === true
    if (!cameByHttp) return OPEN
    const isRepeatable = (method === 'GET' || method === 'HEAD') && headers.upgrade === undefined
    return { kind: 'insecure', location: isRepeatable && url.startsWith('/') ? own.origin + url : null }
  }
}

/** The hosts that a request names: the header, and the host of an absolute target (RFC 9112 3.2.2). */
function hostsOf(url: string, header: string | undefined): string[] {
  if (url.startsWith('/') || url === '*') return [header ?? '']
  const [, authority = ''] = /^https?:\/\/([^/?#]*)/i.exec(url) ?? []
  return [header ?? '', authority]
}

/** An allowed host without a port is allowed with each. */
function createHostCheck(own: URL, allowedHosts: readonly string[]) {
  const port = own.port === '' ? DEFAULT_PORTS[own.protocol] : own.port
  const known = new Set([own.host, `${own.hostname}:${port}`, ...allowedHosts])
  const anyPort = new Set(allowedHosts)
  return (host: string, peer: string | undefined): boolean => {
    if (known.has(host)) return true
    const plain = host.toLowerCase()
    const name = HOST.exec(plain)?.[1]
    if (name === undefined) return false
    return known.has(plain) || anyPort.has(name) || (isLoopbackName(name) && isLoopback(peer))
  }
}

const DEFAULT_PORTS: Record<string, string> = { 'http:': '80', 'https:': '443' }
/** A host with an optional port, without the user part and the path that a header could hold. */
const HOST = /^([a-z\d._-]+|\[[\da-f:.]+\])(?::\d{1,5})?$/

const LOOPBACK = new BlockList()
LOOPBACK.addSubnet('127.0.0.0', 8, 'ipv4')
LOOPBACK.addAddress('::1', 'ipv6')

/** A local socket that is not TCP has no address. */
function isLoopback(address = '127.0.0.1'): boolean {
  return LOOPBACK.check(address, isIPv6(address) ? 'ipv6' : 'ipv4')
}

/** Whether every proxy that wrote the header was reached by http. */
function isHttp(header: string | string[] | undefined): boolean {
  if (header === undefined) return false
  const schemes = String(header).toLowerCase().split(',')
  return schemes.every((each) => each.trim() === 'http')
}
