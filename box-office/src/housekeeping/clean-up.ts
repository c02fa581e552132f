import { setTimeout as pause } from 'node:timers/promises'
import type { BaseContext } from '../base-context.ts'
import { forgetExpiredTokens } from '../identity/store.ts'
import { deleteLeftOrders } from '../orders/store.ts'

type House = Pick<BaseContext, 'db' | 'clock' | 'log'>

const EVERY_MS = 10 * 60_000
/** Long enough that somebody who comes back to an old tab still reads what became of their order. */
export const KEEP_LEFT_DAYS = 7
const BATCH = 500

/** Takes away what has had its time, now and then again, until the signal says that it is over. */
export async function keepTidy(house: House, signal: AbortSignal, everyMs = EVERY_MS): Promise<void> {
  while (!signal.aborted) {
    try {
      await tidy(house, signal)
    } catch (error) {
      house.log.warn({ err: error }, 'tidying failed; it is tried again')
    }
    await pause(everyMs, undefined, { signal, ref: false }).catch(() => undefined)
  }
}

/**
 * Forgets orders that nobody finished, and revoked tokens that would be refused anyway. An order's tickets went back on
 * sale when its time was over, so this frees rows, not stock.
 */
export async function tidy({ db, clock, log }: House, signal?: AbortSignal): Promise<number> {
  await forgetExpiredTokens(db, new Date(clock.now()))
  let orders = 0
  let taken = BATCH
  while (taken === BATCH && signal?.aborted !== true) {
    taken = await deleteLeftOrders(db, { days: KEEP_LEFT_DAYS, limit: BATCH })
    orders += taken
  }
  if (orders > 0) log.info({ orders }, 'forgot orders nobody finished')
  return orders
}
