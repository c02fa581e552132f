import { type Loop, startQueue } from '@tuvens/platform/work'
import type { SalesStatus } from '@tuvens/contract'
import type { ShopSnapshot } from '../shop/shop-cache.ts'
import { pricesOf } from '../shop/prices.ts'
import { nextSalesChangeOf, salesStatusOf } from '../shop/sales-status.ts'
import { shopOf } from '../shop/shop.ts'
import { queueStatusReport } from '../status/queue-status-report.ts'
import { applyShopReading } from '../status/store.ts'
import { isUpstream } from '../upstream/errors.ts'
import type { SalesContext } from './context.ts'
import { claimShopChecks, rescheduleShopCheck } from './store.ts'

/** Reads at once: hundreds of shops that change together are read within seconds, and do not take the ticket system from its buyers. */
const CONCURRENCY = 6
const POLL_MS = 1_000
const SECOND = 1_000
const MINUTE = 60 * SECOND

/** Where few or none are left, expired holds and cancelled orders can change that without a webhook. */
const CHECK_INTERVAL_MS: Record<SalesStatus | 'open', number> = {
  open: 15 * MINUTE,
  low: MINUTE,
  held: MINUTE,
  waiting_list: 2 * MINUTE,
  sold_out: 2 * MINUTE,
  not_yet: 15 * MINUTE,
  over: 15 * MINUTE,
}

/**
 * Reads the shops of live events whose sales status may have changed. The pause between two reads is that of one event: a
 * shop does not wait for others.
 */
export function startShopChecks(context: SalesContext): Loop {
  return startQueue<number>({
    name: 'shops',
    claim: (limit) => claimShopChecks(context.db, limit),
    handle: (hiEventId) => checkShop(context, hiEventId),
    // A claim that is not followed by a reading comes back by itself.
    pauseAfter: () => 0,
    postpone: async (hiEventId, { error }) =>
      context.log.warn({ err: error, hiEventId }, 'A shop could not be checked; it is tried again'),
    concurrency: CONCURRENCY,
    everyMs: POLL_MS,
    log: context.log,
    wakeUp: context.shopsWakeUp,
  })
}

async function checkShop(context: SalesContext, hiEventId: number): Promise<void> {
  context.shopCache.invalidate(hiEventId)
  try {
    await recordShopReading(context, hiEventId, await context.shopCache.read({ id: hiEventId, clientIp: '' }))
  } catch (error) {
    if (!isUpstream(error)) throw error
    context.log.warn({ hiEventId, failure: error.failure }, 'A shop could not be read; it is tried again')
  }
}

/** Applies what was read of a shop, by us or for a visitor, and reports a changed sales status and changed prices to the API (decisions/006). */
export async function recordShopReading(
  context: SalesContext,
  hiEventId: number,
  { event, readAt, isStale }: ShopSnapshot,
): Promise<void> {
  if (event === null || isStale) return
  const shop = shopOf(event)
  const salesStatus = salesStatusOf(shop)
  const ageMs = Math.max(0, context.clock.now() - readAt)
  const eventId = await applyShopReading(context.db, {
    hiEventId,
    salesStatus,
    prices: pricesOf(shop),
    ageMs,
  })
  if (eventId === undefined) return
  const changeAt = nextSalesChangeOf(shop, readAt)?.getTime() ?? Number.POSITIVE_INFINITY
  const pauseMs = Math.min(CHECK_INTERVAL_MS[salesStatus ?? 'open'], changeAt + SECOND / 2 - readAt) - ageMs
  await rescheduleShopCheck(context.db, eventId, pauseMs)
  await queueStatusReport(context, eventId)
}
