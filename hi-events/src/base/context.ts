import type { Clock } from '@tuvens/platform/clock'
import type { Db } from '@tuvens/platform/db/db'
import type { Flags } from '@tuvens/platform/flags/flags'
import type { Log } from '@tuvens/platform/log'
import type { Config, Secrets } from './config.ts'

/** Time and randomness, so that tests can control them. */
export type Inputs = {
  clock: Clock
  sleep: (ms: number) => Promise<void>
  random: (bytes: number) => Buffer
  /** 0 to 1. */
  randomFraction: () => number
  newId: () => string
}

/** What every folder may use. A folder that needs more declares it in its own `context.ts`. */
export type BaseContext = Inputs & { config: Config; secrets: Secrets; log: Log; db: Db; flags: Flags }
