import { setTimeout as pause } from 'node:timers/promises'
import type { BaseContext } from '../base-context.ts'
import { deleteExpiredTokens } from '../identity/store.ts'
import { deleteIncompleteOrders } from '../orders/store.ts'

type CleanUpContext = Pick<BaseContext, 'db' | 'clock' | 'log'>

const EVERY_MS = 10 * 60_000
/** A buyer who returns to an old browser tab within this time is still told that the order expired. */
export const KEEP_INCOMPLETE_DAYS = 7
const BATCH = 500

/** Cleans up now and every `everyMs`, until the signal aborts. */
export async function runHousekeeping(
  context: CleanUpContext,
  signal: AbortSignal,
  everyMs = EVERY_MS,
): Promise<void> {
  while (!signal.aborted) {
    try {
      await cleanUp(context, signal)
    } catch (error) {
      context.log.warn({ err: error }, 'housekeeping failed; it will be retried')
    }
    await pause(everyMs, undefined, { signal, ref: false }).catch(() => undefined)
  }
}

/**
 * Deletes orders that were never completed, and revoked tokens that have expired. The tickets of such orders went back
 * on sale when the hold expired, so this frees rows, not stock.
 *
 * @returns the number of deleted orders
 */
export async function cleanUp({ db, clock, log }: CleanUpContext, signal?: AbortSignal): Promise<number> {
  await deleteExpiredTokens(db, new Date(clock.now()))
  let orders = 0
  let deleted = BATCH
  while (deleted === BATCH && signal?.aborted !== true) {
    deleted = await deleteIncompleteOrders(db, { days: KEEP_INCOMPLETE_DAYS, limit: BATCH })
    orders += deleted
  }
  if (orders > 0) log.info({ orders }, 'deleted orders that were never completed')
  return orders
}
