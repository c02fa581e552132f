import type { BaseContext } from '../base/context.ts'
import {
  BATCH,
  deleteExpiredRefreshTokens,
  deleteExpiredSessions,
  deleteOldChanges,
  deleteOldDeliveries,
} from './store.ts'

export type Maintenance = { stop: () => Promise<void> }
export type Swept = { sessions: number; refreshTokens: number; changes: number; deliveries: number }

const EVERY_MS = 60_000

/** Cleans up once a minute for as long as the process lives. */
export function startMaintenance(context: BaseContext): Maintenance {
  let running: Promise<unknown> = Promise.resolve()
  const run = () => {
    running = sweep(context).catch((error: unknown) => {
      context.log.warn({ err: error }, 'clean-up failed; trying again in a minute')
    })
  }
  const timer = setInterval(run, EVERY_MS).unref()
  return {
    stop: async () => {
      clearInterval(timer)
      await running
    },
  }
}

/** Takes away what has had its time. Nodes that do so at once share the work. */
export async function sweep({ db, config, log }: Pick<BaseContext, 'db' | 'config' | 'log'>): Promise<Swept> {
  const swept = {
    sessions: await inBatches(() => deleteExpiredSessions(db)),
    refreshTokens: await inBatches(() => deleteExpiredRefreshTokens(db)),
    changes: await inBatches(() => deleteOldChanges(db, config.streamRetention)),
    deliveries: await inBatches(() => deleteOldDeliveries(db, config.webhookMaxAge)),
  }
  if (Object.values(swept).some((count) => count > 0)) log.info(swept, 'cleaned up')
  return swept
}

async function inBatches(take: () => Promise<number>): Promise<number> {
  let all = 0
  for (;;) {
    const taken = await take()
    all += taken
    if (taken < BATCH) return all
  }
}
