import { LIMITS } from '@tuvens/contract'
import { ENTRANCES as BOX_OFFICE_ENTRANCES } from '../../box-office/src/entrances.ts'
import { ENTRANCES } from '../../hi-events/src/base/entrances.ts'
import { freePort } from '@tuvens/platform/free-port'
import { createServer } from 'node:http'
import { once } from 'node:events'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { buildAll } from '../../scripts/make/build.ts'
import { bundleService } from '../../scripts/make/bundle.ts'
import { startService, waitUntilReady } from '../../scripts/system/service.ts'
import type { Steps } from '../../scripts/start/types.ts'
import { type ServiceName, type ServiceSpec, wire } from '../../scripts/system/wiring.ts'
import type { Machine } from './machine.ts'
import { BenchError } from '../bench-error.ts'

export type Service = {
  url: string
  pid: number
  /** 0 without metrics. */
  metricsPort: number
  stop: () => Promise<void>
}
export type Services = {
  of: (name: ServiceName) => Service
  /** Address of a service's database, by the service's folder. */
  database: (folder: string) => string
  urls: { site: string; api: string; tickets: string }
  stop: () => Promise<void>
}

const PROFILER = join(import.meta.dirname, 'profiler.mjs')
const FOLDERS: Record<ServiceName, string> = {
  api: 'api',
  tickets: 'hi-events',
  boxOffice: 'box-office',
  site: 'client',
}

const QUIET: Steps = {
  print: () => {},
  dim: (text) => text,
  bold: (text) => text,
  step: async (_title, work) => work(() => {}),
}

/**
 * Builds and starts real services as `npm start` does, with databases of their own and limits out of the way.
 *
 * @param label distinguishes this part's databases from others
 */
export function startServices(
  machine: Machine,
  label: string,
  names: ServiceName[],
  settings: Record<string, string> = {},
): Promise<Services> {
  return startWith(machine, { label, env: { ...withoutLimits(), ...settings } }, names)
}

/** The same with metrics and the request log of a production, and as many calls of the ticket system as it takes. */
export function startObservedServices(
  machine: Machine,
  label: string,
  names: ServiceName[],
): Promise<Services> {
  return startWith(
    machine,
    { label, env: { ...withoutLimits(), LOG_LEVEL: 'info', UPSTREAM_BUDGET: '100000' }, hasMetrics: true },
    names,
  )
}

/** The same, with the limits that are the default. */
export function startServicesWithLimits(
  machine: Machine,
  label: string,
  names: ServiceName[],
): Promise<Services> {
  return startWith(machine, { label, env: {} }, names)
}

type Start = { label: string; env: Record<string, string>; hasMetrics?: boolean }

async function startWith(
  machine: Machine,
  { label, env, hasMetrics = false }: Start,
  names: ServiceName[],
): Promise<Services> {
  const ports = {
    site: await freePort(),
    api: await freePort(),
    tickets: await freePort(),
    boxOffice: await freePort(),
  }
  const urls = addressesOf(ports)
  const databases = new Map<string, string>()
  for (const folder of names.map((name) => FOLDERS[name]).filter((folder) => folder !== 'client')) {
    databases.set(folder, await machine.database(`${label}-${folder}`))
  }
  const database = (folder: string) => databases.get(folder) ?? ''
  const wired = wire({
    // An organiser confirms the e-mail address by a mailed code.
    mailbox: true,
    root: machine.root,
    host: '127.0.0.1',
    ports,
    urls,
    database,
    secrets: machine.secrets,
    env: { ...process.env, LOG_LEVEL: 'error', ...env, ...profiling(machine) },
  }).filter(({ name }) => names.includes(name))
  const stopAccepting = names.includes('tickets') ? undefined : await acceptAll(ports.tickets)
  await build(machine, names)
  const specs = hasMetrics ? await Promise.all(wired.map(withMetrics)) : wired
  const running = new Map(await Promise.all(specs.map((spec) => start(machine, spec))))
  return {
    of: (name) => running.get(name) ?? missing(name),
    database,
    urls,
    stop: async () => {
      await Promise.all([...running.values()].map((service) => service.stop()))
      await stopAccepting?.()
    },
  }
}

/**
 * Takes what the API tells the ticket origin in a part that has none. Refused, each edit would be told again and logged all the
 * time: work that is part of no call.
 */
async function acceptAll(port: number): Promise<() => Promise<void>> {
  const server = createServer((request, response) => {
    request.resume().once('end', () => response.writeHead(204).end())
  }).listen(port, '127.0.0.1')
  await once(server, 'listening')
  return async () => {
    server.closeAllConnections()
    server.close()
    await once(server, 'close')
  }
}

async function withMetrics(spec: ServiceSpec): Promise<ServiceSpec> {
  return { ...spec, env: { ...spec.env, METRICS_PORT: String(await freePort()) } }
}

/** The API alone is one file, made in a moment; the others have pages and scripts of their own. */
async function build({ root, folder }: Machine, names: ServiceName[]): Promise<void> {
  if (names.every((name) => name === 'api')) await bundleService(root, FOLDERS.api)
  else await buildAll(root, folder, QUIET)
}

function addressesOf(ports: Record<ServiceName, number>): Services['urls'] {
  const at = (port: number) => `http://localhost:${port}`
  return { site: at(ports.site), api: at(ports.api), tickets: at(ports.tickets) }
}

async function start(machine: Machine, spec: ServiceSpec): Promise<[ServiceName, Service]> {
  const log = join(machine.folder, `${spec.name}.log`)
  const service = startService(spec, log)
  await waitUntilReady(service, log)
  const metricsPort = Number(spec.env['METRICS_PORT'] ?? 0)
  const url = new URL(spec.ready).origin
  return [spec.name, { url, pid: service.pid, metricsPort, stop: service.stop }]
}

function withoutLimits(): Record<string, string> {
  const perClient = Object.fromEntries(
    [...Object.values(LIMITS), ...Object.values(ENTRANCES), ...Object.values(BOX_OFFICE_ENTRANCES)].map(
      ({ env }) => [env, '1000000000'],
    ),
  )
  const others = [
    // At the ticket system: the bench changes more in a minute than one of its users may.
    'APP_API_RATE_LIMIT_PER_MINUTE',
    'STREAM_MAX_PER_CLIENT',
    'LIMIT_HELD_TICKETS',
    'LIMIT_PERSON_CALLS',
    'LIMIT_PAGES',
  ]
  return { ...perClient, ...Object.fromEntries(others.map((env) => [env, '1000000'])) }
}

/** What makes a service write a profile of its processor time when it ends. */
export function profiling({ profiles }: Machine): Record<string, string> {
  if (profiles === undefined) return {}
  return { NODE_OPTIONS: `--import=${pathToFileURL(PROFILER).href}`, BENCH_PROFILES: profiles }
}

function missing(name: string): never {
  throw new BenchError(`${name} is not among the services of this part`)
}
