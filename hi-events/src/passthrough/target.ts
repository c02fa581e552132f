import type { Config } from '../base/config.ts'

/** One address to connect to; `path` with its query. */
type RequestTarget = { host: string; port: number; path: string; isSecure: boolean }

type Roots = Pick<Config, 'upstream' | 'upstreamApi'>

/** Where a request goes: to the one upstream, or its `/api` to an API root of its own in a split set-up. */
export function targetOf({ upstream, upstreamApi }: Roots, url: string): RequestTarget {
  const isApi = url.startsWith('/api/') && upstreamApi !== `${upstream}/api`
  const root = rootOf(isApi ? upstreamApi : upstream)
  return { ...root, path: root.path + (isApi ? url.slice('/api'.length) : url) }
}

const roots = new Map<string, RequestTarget>()

function rootOf(address: string): RequestTarget {
  const known = roots.get(address)
  if (known !== undefined) return known
  const { hostname, port, protocol, pathname } = new URL(address)
  const isSecure = protocol === 'https:'
  const root = {
    host: hostname.replace(/^\[|\]$/g, ''),
    port: port === '' ? (isSecure ? 443 : 80) : Number(port),
    path: pathname === '/' ? '' : pathname,
    isSecure,
  }
  roots.set(address, root)
  return root
}
