import { LIMITS } from '@tuvens/contract'
import { ENTRANCES as BOX_OFFICE_ENTRANCES } from '../../box-office/src/entrances.ts'
import { ENTRANCES } from '../../hi-events/src/base/entrances.ts'
import { createDb, type Db } from '@tuvens/platform/db/db'
import { freePort } from '@tuvens/platform/free-port'
import { randomBytes } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { createSecrets } from '../../scripts/start/secrets.ts'
import { type RunningService, startService, waitUntilReady } from '../../scripts/system/service.ts'
import { type LocalSecrets, type ServiceName, type ServiceSpec, wire } from '../../scripts/system/wiring.ts'
import { createDatabases, dropDatabases } from './databases.ts'
import { type FaultyLine, openLine } from './faulty-line.ts'

export const ROOT = join(import.meta.dirname, '..', '..')

export type ServiceProcess = {
  spec: ServiceSpec
  start: () => Promise<void>
  stop: () => Promise<void>
  /** Sends SIGKILL. */
  kill: () => Promise<void>
}

export type System = {
  /** Addresses for browsers. To a browser, the event site and the ticket origin are different sites. */
  urls: { site: string; api: string; tickets: string }
  /** For calls that need no browser: the same services on 127.0.0.1 (Node does not resolve *.localhost). */
  direct: Record<ServiceName, string>
  secrets: LocalSecrets
  /** A connection to the database of a service. */
  db: (service: string) => Db
  parts: Record<ServiceName, ServiceProcess>
  /** Connections of the ticket origin to the API and to the box office, and of webhooks to the ticket origin. */
  lines: { api: FaultyLine; boxOffice: FaultyLine; tickets: FaultyLine }
  /** Starts one more process of a service, on another port and the same database. */
  more: (name: ServiceName) => Promise<{ url: string; stop: () => Promise<void> }>
  /** Folder with the log of each service. */
  logs: string
  stop: () => Promise<void>
}

/** Turns rate limits off, because a test makes more calls in a minute than a person. */
export const NO_LIMITS = {
  APP_API_RATE_LIMIT_PER_MINUTE: '1000000',
  STREAM_MAX_PER_CLIENT: '1000000',
  LIMIT_HELD_TICKETS: '1000000',
  LIMIT_PERSON_CALLS: '1000000',
  LIMIT_PAGES: '1000000',
  ...Object.fromEntries(
    [...Object.values(LIMITS), ...Object.values(ENTRANCES), ...Object.values(BOX_OFFICE_ENTRANCES)].map(
      ({ env }) => [env, '1000000'],
    ),
  ),
}

/** Starts a whole system of real processes with new databases, on free ports. */
export async function startSystem(env: Record<string, string> = {}): Promise<System> {
  const id = randomBytes(4).toString('hex')
  const ports = {
    site: await freePort(),
    api: await freePort(),
    tickets: await freePort(),
    boxOffice: await freePort(),
  }
  const urls = {
    site: `http://tuvens.localhost:${ports.site}`,
    api: `http://tuvens.localhost:${ports.api}`,
    tickets: `http://tickets.localhost:${ports.tickets}`,
  }
  const lines = {
    api: await openLine(ports.api),
    boxOffice: await openLine(ports.boxOffice),
    tickets: await openLine(ports.tickets),
  }
  const secrets = createSecrets()
  const databases = await createDatabases(id)
  const specs = wire({
    mailbox: true,
    root: ROOT,
    host: '127.0.0.1',
    ports,
    urls,
    database: databases.url,
    secrets,
    via: { api: lines.api.url, boxOffice: lines.boxOffice.url, tickets: lines.tickets.url },
    env: { ...baseEnv(), ...NO_LIMITS, ...env },
  })
  const logs = join(ROOT, '.data', 'logs', 'e2e', id)
  mkdirSync(logs, { recursive: true })
  const parts = Object.fromEntries(
    specs.map((spec) => [spec.name, createPart(spec, logs)]),
  ) as System['parts']
  const pools = new Map<string, Db>()
  const extra: (() => Promise<void>)[] = []
  await Promise.all(Object.values(parts).map((part) => part.start()))

  return {
    urls,
    direct: mapPorts(ports),
    secrets,
    parts,
    lines,
    logs,
    db: (service) =>
      pools.get(service) ?? remember(pools, service, createDb(databases.url(service), { max: 2 })),
    more: async (name) => {
      const port = await freePort()
      const part = createPart(onPort(parts[name].spec, port), join(logs, String(port)))
      extra.push(part.stop)
      await part.start()
      return { url: `http://127.0.0.1:${port}`, stop: part.stop }
    },
    stop: async () => {
      await Promise.all([...Object.values(parts).map((part) => part.stop()), ...extra.map((stop) => stop())])
      await Promise.all([...pools.values()].map((db) => db.end({ timeout: 1 })))
      await Promise.all(Object.values(lines).map((line) => line.close()))
      await dropDatabases(id)
    },
  }
}

/** Only the variables that every process needs: the settings of a developer must not affect the tests. */
export function baseEnv(): Record<string, string | undefined> {
  const { PATH, HOME, LANG } = process.env
  return { PATH, HOME, LANG, TZ: 'UTC', LOG_LEVEL: 'info', LOG_SAMPLE_PERCENT: '100' }
}

function createPart(spec: ServiceSpec, logs: string): ServiceProcess {
  mkdirSync(logs, { recursive: true })
  const log = join(logs, `${spec.name}.log`)
  let running: RunningService | undefined
  return {
    spec,
    start: async () => {
      running = startService(spec, log)
      await waitUntilReady(running, log)
    },
    stop: async () => running?.stop(),
    kill: async () => running?.kill(),
  }
}

function onPort(spec: ServiceSpec, port: number): ServiceSpec {
  const ready = new URL(spec.ready)
  ready.port = String(port)
  // Where a test has the first process serve its metrics, the second one cannot have the same port for them.
  return { ...spec, ready: ready.href, env: { ...spec.env, PORT: String(port), METRICS_PORT: undefined } }
}

function mapPorts(ports: Record<ServiceName, number>): Record<ServiceName, string> {
  const at = (port: number) => `http://127.0.0.1:${port}`
  return {
    site: at(ports.site),
    api: at(ports.api),
    tickets: at(ports.tickets),
    boxOffice: at(ports.boxOffice),
  }
}

function remember<K, V>(map: Map<K, V>, key: K, value: V): V {
  map.set(key, value)
  return value
}
