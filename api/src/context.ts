import { systemClock } from '@tuvens/platform/clock'
import { createDb } from '@tuvens/platform/db/db'
import { createFlags } from '@tuvens/platform/flags/flags'
import { createEntrances } from '@tuvens/platform/limits/entrances'
import { createGuessLimit } from '@tuvens/platform/limits/guesses'
import { createLimits } from '@tuvens/platform/limits/limit'
import { createFairQueue } from '@tuvens/platform/limits/fair-queue'
import { createPasswordQueue } from '@tuvens/platform/limits/password-queue'
import { connectRedis } from '@tuvens/platform/limits/redis'
import type { HttpCaller } from '@tuvens/platform/http/call'
import { createLog } from '@tuvens/platform/log'
import type { Redis } from 'ioredis'
import { createWakeUp } from '@tuvens/platform/work'
import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createAuditor } from './audit/record.ts'
import { createTokens } from './auth/access-token.ts'
import type { Config, Secrets } from './base/config.ts'
import type { PicturesContext } from './pictures/context.ts'
import { createPictureFiles } from './pictures/picture-files.ts'
import type { SessionContext } from './session/context.ts'
import { createSessionConsumer } from './session/validate.ts'
import { createTicketOriginCaller } from './base/ticket-origin.ts'
import { createStream, type Stream } from './stream/stream.ts'

const COMMON_PASSWORDS = join(import.meta.dirname, '..', 'data', 'common-passwords.txt')

/** A picture takes up to a second of a processor, and the memory of all its pixels. */
const PICTURE_QUEUE = { atOnce: 1, perClient: 3, waiting: 20 }

/** The dependencies of all folders together. */
export type Context = SessionContext &
  PicturesContext & {
    stream: Stream
    redis: Redis | undefined
    ticketOrigin: HttpCaller
  }

export type Overrides = Partial<Pick<Context, 'db' | 'clock' | 'random' | 'log'>>

export function createContext(config: Config, secrets: Secrets, overrides: Overrides = {}): Context {
  const log = overrides.log ?? createLog('api', config.logLevel)
  const db =
    overrides.db ??
    createDb(secrets.databaseUrl, { max: 10, applicationName: 'tuvens-api', isPooled: secrets.isPooled })
  const clock = overrides.clock ?? systemClock
  const redis = connectRedis(secrets.redisUrl, log)
  const ticketOrigin = createTicketOriginCaller({ config, secrets, clock })
  const counting = { service: 'api', redis, clock }
  return {
    config,
    secrets,
    db,
    clock,
    random: overrides.random ?? randomBytes,
    log,
    tokens: createTokens(config, secrets, clock),
    redis,
    ticketOrigin,
    limits: createLimits({ rules: config.limits, ...counting }),
    entrances: createEntrances({ budgets: config.entrances, ...counting }),
    guesses: createGuessLimit(counting),
    passwordQueue: createPasswordQueue({ log, clock }),
    pictureFiles: createPictureFiles(config, secrets),
    flags: createFlags(),
    pictureQueue: createFairQueue({ ...PICTURE_QUEUE, clock }),
    consumeSession: createSessionConsumer(db),
    commonPasswords: new Set(readFileSync(COMMON_PASSWORDS, 'utf8').split('\n')),
    mailing: createWakeUp(),
    editing: createWakeUp(),
    sendingWebhooks: createWakeUp(),
    audit: createAuditor({ db, clock, log }),
    stream: createStream({
      db,
      databaseUrl: secrets.directDatabaseUrl,
      log,
      clock: systemClock,
      maxConnections: config.streamMaxConnections,
      maxPerClient: config.streamMaxPerClient,
      drainMs: config.streamDrainMs,
    }),
  }
}

/** Closes what the context holds open, the database last. */
export async function closeContext(context: Context): Promise<void> {
  await context.stream.close()
  await context.audit.close()
  context.redis?.disconnect()
  await context.ticketOrigin.close()
  await context.db.end({ timeout: 5 })
}
