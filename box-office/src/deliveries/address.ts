import { lookup } from 'node:dns/promises'
import { BlockList, isIP, isIPv4 } from 'node:net'
import type { WebhookTargets } from '../config.ts'

const PRIVATE = new BlockList()
for (const [net, prefix] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
] as const)
  PRIVATE.addSubnet(net, prefix, 'ipv4')
/** Public IPv6 addresses are the global unicast ones, except those that embed IPv4 or are for documentation. */
const GLOBAL_6 = new BlockList()
GLOBAL_6.addSubnet('2000::', 3, 'ipv6')
const NOT_GLOBAL_6 = new BlockList()
for (const [net, prefix] of [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
] as const)
  NOT_GLOBAL_6.addSubnet(net, prefix, 'ipv6')

export type Address = { address: string; family: number }

export function isPublicAddress(address: string): boolean {
  if (isIPv4(address)) return !PRIVATE.check(address, 'ipv4')
  return GLOBAL_6.check(address, 'ipv6') && !NOT_GLOBAL_6.check(address, 'ipv6')
}

/** A URL's host without the brackets of an IPv6 address. */
export function hostOf(url: URL): string {
  return url.hostname.replace(/^\[|\]$/g, '').toLowerCase()
}

/** The addresses to which webhooks for this URL may be sent; none when it is not allowed or does not resolve. */
export async function targetAddresses(url: URL, targets: WebhookTargets): Promise<Address[]> {
  const host = hostOf(url)
  const isNamed = targets.hosts.includes(host) || targets.prefixes.some((each) => isBelow(url, each))
  // Before the name is resolved: a refusal must not reveal which private names exist.
  if (!isNamed && !targets.isPublicAllowed) return []
  const found = isIP(host) > 0 ? [{ address: host, family: isIP(host) }] : await resolve(host)
  const isAllowed = isNamed || found.every(({ address }) => isPublicAddress(address))
  return isAllowed ? found : []
}

/** Whether a URL is a prefix or a path below it; `URL` has resolved dots and encoded dots. */
function isBelow(url: URL, prefix: string): boolean {
  const { origin, pathname } = new URL(prefix)
  const folder = pathname.endsWith('/') ? pathname : `${pathname}/`
  return url.origin === origin && `${url.pathname}/`.startsWith(folder)
}

async function resolve(host: string): Promise<Address[]> {
  try {
    return await lookup(host, { all: true })
  } catch {
    return []
  }
}
