import { buildConnector, Pool } from 'undici'
import type { Config } from '../config.ts'

/** How to ask a part of the ticket system: on connections kept between requests or on one of its own. */
export type Target = {
  kept: Pool
  fresh: Pool
  /** The path there, with its query. */
  pathOf: (url: string) => string
}

export type Targets = { of: (url: string) => Target; close: () => void }

type Roots = Pick<Config, 'upstream' | 'upstreamApi'>

/**
 * Where requests go: to the one upstream, or those for its `/api` to an API root of its own in a split set-up.
 *
 * @param connectMs how long the ticket system may take to accept a connection
 */
export function createTargets({ upstream, upstreamApi }: Roots, connectMs: number): Targets {
  const site = targetAt(upstream, connectMs)
  const isSplit = upstreamApi !== `${upstream}/api`
  const api = isSplit ? targetAt(upstreamApi, connectMs, '/api') : site
  return {
    of: (url) => (url.startsWith('/api/') ? api : site),
    close: () => {
      for (const pool of [site.kept, site.fresh, api.kept, api.fresh]) void pool.destroy()
    },
  }
}

/** Less than the five seconds after which Apache lets go: a request on a connection just closed would be lost. */
const KEPT_MS = 4_000

function targetAt(address: string, timeout: number, without = ''): Target {
  const { origin, pathname, hostname } = new URL(address)
  const connect = buildConnector({ timeout })
  const options: Pool.Options = {
    // Whom we call is the upstream, also where the `Host` that goes along names us.
    connect: (to, done) => connect({ ...to, servername: hostname }, done),
    keepAliveTimeout: KEPT_MS,
    // Also where the ticket system would wait longer: after a rush it gets its connections back.
    keepAliveMaxTimeout: KEPT_MS,
    // Quiet is judged by the watch, for both sides at once.
    headersTimeout: 0,
    bodyTimeout: 0,
  }
  const root = pathname === '/' ? '' : pathname
  return {
    kept: new Pool(origin, options),
    fresh: new Pool(origin, { ...options, pipelining: 0 }),
    pathOf: (url) => root + url.slice(without.length),
  }
}
