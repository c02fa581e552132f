import type { Clock } from '@tuvens/platform/clock'
import type { Db } from '@tuvens/platform/db/db'
import type { Log } from '@tuvens/platform/log'
import type { Config, Secrets } from './config.ts'

/** What every room may use. A room that needs more declares it as a context of its own; context.ts makes them all. */
export type BaseContext = {
  config: Config
  secrets: Secrets
  db: Db
  clock: Clock
  random: (bytes: number) => Buffer
  log: Log
}
