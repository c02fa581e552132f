import type { Clock } from '@tuvens/platform/clock'
import type { Db } from '@tuvens/platform/db/db'
import type { Entrances } from '@tuvens/platform/limits/entrances'
import type { FairQueue } from '@tuvens/platform/limits/fair-queue'
import type { GuessLimit } from '@tuvens/platform/limits/guesses'
import type { Log } from '@tuvens/platform/log'
import type { Redis } from 'ioredis'
import type { Config, Secrets } from './config.ts'
import type { EntranceName } from './entrances.ts'

/** What every folder may use. A folder that needs more declares its own context type; context.ts creates them all. */
export type BaseContext = {
  config: Config
  secrets: Secrets
  db: Db
  clock: Clock
  random: (bytes: number) => Buffer
  log: Log
  /** Where strangers come in. */
  entrances: Entrances<EntranceName>
  guesses: GuessLimit
  /** Passwords are hashed in it. */
  passwordQueue: FairQueue
  /** Shared by all nodes, for limits. */
  redis: Redis | undefined
}
