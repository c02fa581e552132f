import type { Clock } from '@tuvens/platform/clock'
import type { Db } from '@tuvens/platform/db/db'
import type { Log } from '@tuvens/platform/log'
import type { Config, Secrets } from './config.ts'

/** What every folder may use. A folder that needs more declares its own context type; context.ts creates them all. */
export type BaseContext = {
  config: Config
  secrets: Secrets
  db: Db
  clock: Clock
  random: (bytes: number) => Buffer
  log: Log
}
