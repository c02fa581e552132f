import { type Loop, startLoop } from '@tuvens/platform/work'
import type { BaseContext } from '../base-context.ts'
import { deleteExpiredTokens } from '../identity/store.ts'
import { deleteIncompleteOrders } from '../orders/store.ts'

type CleanUpContext = Pick<BaseContext, 'db' | 'clock' | 'log'>

const EVERY_MS = 10 * 60_000
/** A buyer who returns to an old browser tab within this time still reads that the order expired. */
export const KEEP_INCOMPLETE_DAYS = 7
const BATCH = 500

/** Cleans up now and every `everyMs`, until it is stopped. */
export function startHousekeeping(context: CleanUpContext, everyMs = EVERY_MS): Loop {
  const run = async (signal: AbortSignal) => void (await cleanUp(context, signal))
  return startLoop({ name: 'housekeeping', run, everyMs, log: context.log })
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
