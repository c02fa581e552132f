import proxyAddr from '@fastify/proxy-addr'
import type { IncomingMessage } from 'node:http'
import { isIP, isIPv4, isIPv6 } from 'node:net'

/** Whether the sender at `address` may name the address before it in `X-Forwarded-For`; `hop` 0 is the connection itself. */
export type TrustProxy = (address: string, hop: number) => boolean

/**
 * Whose `X-Forwarded-For` is trusted: that of no sender, of all, of so many proxies, or that of these addresses
 * (`loopback` and CIDR blocks included).
 *
 * @throws TypeError for an address that is none
 */
export function trustOf(setting: boolean | number | string | string[]): TrustProxy {
  if (typeof setting === 'boolean') return () => setting
  if (typeof setting === 'number') return (_address, hop) => hop < setting
  return proxyAddr.compile(
    typeof setting === 'string' ? setting.split(',').map((each) => each.trim()) : setting,
  )
}

/**
 * The address of the client: the first one in `X-Forwarded-For`, from the right, that no trusted proxy has. What stands
 * further left was written by the client.
 */
export function clientIp(request: IncomingMessage, trust: TrustProxy): string {
  const direct = withoutPort(request.socket.remoteAddress ?? '')
  const named = withoutPort(proxyAddr(request, trust))
  return isIP(named) === 0 ? direct : named
}

/**
 * What budgets count: an IPv4 address, or the first 64 bits of an IPv6 address, since one subscriber has at least so many
 * addresses (RFC 6177). An IPv4 address that is written as IPv6 is the IPv4 address.
 */
export function clientKey(address: string): string {
  const [ip = ''] = withoutPort(address).split('%', 1)
  if (isIPv4(ip)) return ip
  if (!isIPv6(ip)) return 'unknown'
  const groups = groupsOf(ip)
  const isMapped = groups.slice(0, 5).every((each) => each === 0) && groups[5] === 0xffff
  if (isMapped) return groups.slice(6).flatMap(bytesOf).join('.')
  return `${groups
    .slice(0, 4)
    .map((each) => each.toString(16))
    .join(':')}::/64`
}

/** Some proxies write `203.0.113.7:4711` and `[2001:db8::1]:4711`. */
function withoutPort(address: string): string {
  const bracketed = /^\[([^\]]{2,60})\]/.exec(address)?.[1]
  const plain =
    bracketed ?? (address.includes('.') ? (/^([^:]*):\d{1,5}$/.exec(address)?.[1] ?? address) : address)
  return plain.replace(/^::ffff:(?=\d{1,3}\.)/i, '')
}

/** The eight groups of a valid IPv6 address. */
function groupsOf(ip: string): number[] {
  const [head = '', tail = ''] = withoutDots(ip).split('::', 2)
  const [left, right] = [head, tail].map((part) =>
    part === '' ? [] : part.split(':').map((each) => Number.parseInt(each, 16)),
  )
  const [before, after] = [left ?? [], right ?? []]
  return [...before, ...Array<number>(8 - before.length - after.length).fill(0), ...after]
}

/** Writes an IPv4 address at the end as two groups. */
function withoutDots(ip: string): string {
  const start = ip.lastIndexOf(':') + 1
  const bytes = ip.slice(start).split('.').map(Number)
  if (bytes.length !== 4) return ip
  const [a = 0, b = 0, c = 0, d = 0] = bytes
  return `${ip.slice(0, start)}${(a * 256 + b).toString(16)}:${(c * 256 + d).toString(16)}`
}

function bytesOf(group: number): number[] {
  return [group >> 8, group & 255]
}
