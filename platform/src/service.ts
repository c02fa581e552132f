import type { FastifyInstance } from 'fastify'
import { join } from 'node:path'
import { ConfigError } from './config.ts'
import type { Log } from './log.ts'
import { MigrationError } from './db/migrate.ts'
import { missingPatches } from './patches.mjs'
import { BACKLOG } from './server/backlog.ts'
import { drain } from './server/drain.ts'
import { endFailedStart } from './server/start-failure.ts'
import type { TelemetrySettings } from './telemetry/settings.ts'
import { startTelemetry } from './telemetry/start-telemetry.ts'

/** A started service that does not listen yet. */
export type Running = {
  app: FastifyInstance
  log: Log
  /** Stops what is not the HTTP server: loops, pools. Runs after the last request has been answered. */
  stop: () => Promise<void>
}

const SHUTDOWN_LIMIT_MS = 10_000
const ROOT = join(import.meta.dirname, '..', '..')

/** Where a service listens, and what is measured and reported of it. */
export type ServiceAddress = Partial<TelemetrySettings> & {
  /** `api`, `tickets` … in metrics. */
  name: string
  port: number
  host: string
  /** How long it goes on after a signal to stop, so that balancers notice. */
  drainMs: number
  root?: string
}

/**
 * Starts a service and listens. On SIGTERM or SIGINT it drains for `drainMs`, so that balancers send no more requests; then it
 * answers the requests under way, stops and ends the process. A second signal, or ten seconds more, end the process at once.
 */
export async function runService(
  start: () => Promise<Running>,
  { port, host, drainMs, name, root = ROOT, ...telemetry }: ServiceAddress,
): Promise<void> {
  requirePatches(root)
  const { app, log, stop } = await start()
  const stopTelemetry = await startTelemetry(telemetry, { service: name, root, log })
  await app.listen({ port, host, backlog: BACKLOG })
  log.info({ port }, 'listening')
  let isLeaving = false
  const leave = (signal: string) => {
    if (isLeaving) process.exit(1)
    isLeaving = true
    log.info({ signal, drainMs }, 'shutting down')
    void drain(app.server, drainMs)
      .then(() => {
        setTimeout(() => process.exit(1), SHUTDOWN_LIMIT_MS).unref()
        return app.close()
      })
      .then(stop)
      .then(stopTelemetry)
      .then(() => process.exit(0))
      .catch((error: unknown) => {
        log.fatal({ err: error }, 'the stop failed')
        process.exit(1)
      })
  }
  process.on('SIGTERM', leave).on('SIGINT', leave)
}

/** Without our patches a lost connection can end the process (decisions/005). */
function requirePatches(root: string): void {
  const missing = missingPatches(root)
  if (missing.length === 0) return
  throw new ConfigError([
    `The packages are installed without our fixes (${missing.join(', ')}): run npx patch-package in ${root}. An install with --ignore-scripts leaves them out.`,
  ])
}

/** For a `main`: wrong settings and migrations are reported in words and end the process with 78 (EX_CONFIG). */
export function exitOnConfigError(error: unknown): never {
  endFailedStart(error, [ConfigError, MigrationError])
}
