import type { LocalSecrets, ServiceName, ServiceSpec } from '../../../scripts/system/wiring.ts'
import { wire } from '../../../scripts/system/wiring.ts'
import { baseEnv, NO_LIMITS } from '../../harness/system.ts'
import type { Databases } from './databases.ts'
import type { Places } from './places.ts'

export type Surroundings = {
  places: Places
  databases: Databases
  secrets: LocalSecrets
  redisUrl: string
  /** Whether the services reach their databases through PgBouncer. */
  isPooled: boolean
  /** More settings of every service. */
  env: Record<string, string>
}

/** One process of a service: the folder of its release, and its ports. */
export type Place = { name: ServiceName; root: string; port: number; metricsPort?: number }

const FOLDERS = { api: 'api', tickets: 'hi-events', boxOffice: 'box-office' }
/** As the pages for operators say. HAProxy leaves a node out after two failed checks, which a busy machine answers late. */
const DRAIN_SECONDS = '5'

/** How a process is started whose callers come through HAProxy. */
export function specOf(around: Surroundings, { name, root, port, metricsPort }: Place): ServiceSpec {
  const { places, databases, secrets, redisUrl, isPooled, env } = around
  const { urls, direct, ports } = places
  const spec = wire({
    root,
    host: '127.0.0.1',
    ports: { site: port, api: port, tickets: port, boxOffice: ports.boxOffice },
    urls,
    database: isPooled ? databases.pooled : databases.direct,
    secrets,
    mailbox: true,
    via: { api: direct.api, tickets: direct.tickets, boxOffice: direct.boxOffice },
    env: { ...baseEnv(), ...NO_LIMITS, REDIS_URL: redisUrl, SHUTDOWN_DRAIN: DRAIN_SECONDS, ...env },
  }).find((each) => each.name === name)
  if (spec === undefined) throw new TypeError(`no service is named ${name}`)
  const metrics = metricsPort === undefined ? {} : { METRICS_PORT: String(metricsPort) }
  return { ...spec, env: { ...spec.env, ...behindBalancer(around, name), ...metrics } }
}

function behindBalancer(
  { places: { direct }, databases, isPooled }: Surroundings,
  name: ServiceName,
): Record<string, string> {
  if (name === 'site') return { API_URL: direct.api, ADDRESS_HEADER: 'x-forwarded-for', XFF_DEPTH: '1' }
  const own: Record<string, string> = isPooled ? { DATABASE_DIRECT_URL: databases.direct(FOLDERS[name]) } : {}
  if (name === 'api') return { ...own, TICKET_SERVICE_URL: direct.tickets }
  return name === 'tickets' ? { ...own, TRUST_PROXY: '1' } : own
}
