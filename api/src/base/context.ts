import type { Clock } from '@tuvens/platform/clock'
import type { Db } from '@tuvens/platform/db/db'
import type { Log } from '@tuvens/platform/log'
import type { Config, Secrets } from './config.ts'

/** The dependencies that every room may use. A room that needs more declares its own slice on top of a lower room's. */
export type BaseContext = {
  config: Config
  secrets: Secrets
  db: Db
  clock: Clock
  /** Cryptographically strong random bytes. */
  random: (bytes: number) => Buffer
  log: Log
}
