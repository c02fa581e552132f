import { freePort } from '@tuvens/platform/free-port'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { bundleService } from '../../scripts/make/bundle.ts'
import { startService, waitUntilReady } from '../../scripts/system/service.ts'
import { wire } from '../../scripts/system/wiring.ts'
import type { Spawned } from '../servers/spawn.ts'
import type { Machine } from '../stage/machine.ts'
import { profiling } from '../stage/services.ts'
import { BenchError } from '../bench-error.ts'

export type TicketOrigin = Pick<Spawned, 'pid' | 'stop'> & { url: string }

/** Starts the real ticket origin in front of `upstream`, without the other services. */
export async function startTicketOrigin(machine: Machine, upstream: string): Promise<TicketOrigin> {
  await bundleTicketOrigin(machine.root)
  const tickets = await freePort()
  const url = `http://localhost:${tickets}`
  const database = await machine.database('passthrough')
  const [spec] = wire({
    mailbox: false,
    root: machine.root,
    host: '127.0.0.1',
    ports: { site: 9, api: 9, tickets, boxOffice: 9 },
    urls: { site: 'http://localhost:9', api: 'http://localhost:9', tickets: url },
    database: () => database,
    secrets: machine.secrets,
    upstream,
    env: { ...process.env, ...profiling(machine), LOG_LEVEL: 'error' },
  }).filter(({ name }) => name === 'tickets')
  if (spec === undefined) throw new BenchError('There is no ticket origin to start')
  const log = join(machine.folder, 'passthrough.log')
  const service = startService(spec, log)
  await waitUntilReady(service, log)
  return { url: new URL(spec.ready).origin, pid: service.pid, stop: () => service.stop() }
}

async function bundleTicketOrigin(root: string): Promise<void> {
  await bundleService(root, 'hi-events')
  const own = pathToFileURL(join(root, 'hi-events', 'build.mjs')).href
  const { build }: { build: () => Promise<unknown> } = await import(own)
  await build()
}
