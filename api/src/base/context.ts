import type { Clock } from '@tuvens/platform/clock'
import type { Db } from '@tuvens/platform/db/db'
import type { Flags } from '@tuvens/platform/flags/flags'
import type { Log } from '@tuvens/platform/log'
import type { Config, Secrets } from './config.ts'
import type { PictureFiles } from './picture-files.ts'

/** The dependencies that every folder may use. A folder that needs more declares a context of its own, which extends this one. */
export type BaseContext = {
  config: Config
  secrets: Secrets
  db: Db
  clock: Clock
  /** Cryptographically strong random bytes. */
  random: (bytes: number) => Buffer
  log: Log
  pictureFiles: PictureFiles
  flags: Flags
}
