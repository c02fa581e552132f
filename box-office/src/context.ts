import { systemClock } from '@tuvens/platform/clock'
import { createDb } from '@tuvens/platform/db/db'
import { createEntrances } from '@tuvens/platform/limits/entrances'
import { createGuessLimit } from '@tuvens/platform/limits/guesses'
import { createPasswordQueue } from '@tuvens/platform/limits/password-queue'
import { connectRedis } from '@tuvens/platform/limits/redis'
import { createLog } from '@tuvens/platform/log'
import { randomBytes } from 'node:crypto'
import type { Config, Secrets } from './config.ts'
import { createSender } from './deliveries/send.ts'
import { createFaultInjection, type FaultInjectionContext } from './fault-injection/fault-injection.ts'
import type { OrderContext } from './orders/context.ts'
import { limitConcurrency } from './rest/concurrency.ts'

export type Context = OrderContext & FaultInjectionContext & { close: () => Promise<void> }

/** The buyers of one ticket wait for each other. */
const SALES_POOL = { applicationName: 'box-office', timeouts: { lockMs: 10_000 } }
/** A change waits for its webhook before its commit, and others wait for the change. */
const WEBHOOK_POOL = {
  max: 24,
  applicationName: 'box-office webhooks',
  timeouts: { lockMs: 10_000, idleInTransactionMs: 60_000 },
}
const WEBHOOK_CHANGES_PER_ORGANIZER = 6
const SALES_PER_EVENT = 5

export function createContext(config: Config, secrets: Secrets, overrides: Partial<Context> = {}): Context {
  const db = overrides.db ?? createDb(secrets.databaseUrl, { ...SALES_POOL, isPooled: secrets.isPooled })
  const webhookDb = overrides.webhookDb ?? createDb(secrets.directDatabaseUrl, WEBHOOK_POOL)
  const faultInjection = overrides.faultInjection ?? (secrets.faultInjection && createFaultInjection())
  const faultless = {
    send: overrides.send ?? createSender({ targets: config.webhookTargets }),
    clock: overrides.clock ?? systemClock,
  }
  const log = overrides.log ?? createLog('box-office', config.logLevel)
  const redis = connectRedis(secrets.redisUrl, log)
  const counting = { service: 'box-office', redis, clock: faultless.clock }
  return {
    config,
    secrets,
    limitWebhookChanges: limitConcurrency(WEBHOOK_CHANGES_PER_ORGANIZER),
    limitSales: limitConcurrency(SALES_PER_EVENT),
    random: randomBytes,
    log,
    redis,
    entrances: createEntrances({ budgets: config.entrances, ...counting }),
    guesses: createGuessLimit(counting),
    passwordQueue: createPasswordQueue({ log, clock: faultless.clock }),
    close: async () => {
      redis?.disconnect()
      await Promise.all([db.end({ timeout: 5 }), webhookDb.end({ timeout: 5 })])
    },
    ...overrides,
    ...(faultInjection?.wrap(faultless) ?? faultless),
    faultInjection,
    db,
    webhookDb,
  }
}
