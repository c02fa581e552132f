import { systemClock } from '@tuvens/platform/clock'
import { createDb } from '@tuvens/platform/db/db'
import { createLimits } from '@tuvens/platform/limit'
import { createLog } from '@tuvens/platform/log'
import { randomBytes } from 'node:crypto'
import { createAuditor } from './audit/record.ts'
import { createTokens } from './auth/access-token.ts'
import type { Config, Secrets } from './base/config.ts'
import type { SessionContext } from './session/context.ts'
import { createSessionConsumer } from './session/validate.ts'
import { createStream, type Stream } from './stream/stream.ts'

/** The dependencies of all folders together. */
export type Context = SessionContext & { stream: Stream }

export type Overrides = Partial<Pick<Context, 'db' | 'clock' | 'random' | 'log'>>

export function createContext(config: Config, secrets: Secrets, overrides: Overrides = {}): Context {
  const log = overrides.log ?? createLog('api', config.logLevel)
  const db = overrides.db ?? createDb(secrets.databaseUrl, { max: 10, applicationName: 'tuvens-api' })
  const clock = overrides.clock ?? systemClock
  return {
    config,
    secrets,
    db,
    clock,
    random: overrides.random ?? randomBytes,
    log,
    tokens: createTokens(config, secrets, clock),
    limits: createLimits({ rules: config.limits, redisUrl: secrets.redisUrl, log, clock }),
    consumeSession: createSessionConsumer(db, config.sessionExpirySeconds),
    audit: createAuditor({ db, clock, log }),
    stream: createStream({
      db,
      log,
      clock: systemClock,
      maxConnections: config.streamMaxConnections,
      drainMs: config.streamDrainMs,
    }),
  }
}

/** Closes what the context holds open, the database last. */
export async function closeContext(context: Context): Promise<void> {
  await context.stream.close()
  await context.audit.close()
  await context.limits.close()
  await context.db.end({ timeout: 5 })
}
