import type { SalesStatus } from '@tuvens/contract'
import type { ShopSnapshot } from '../shop/shop-cache.ts'
import { nextSalesChangeOf, salesStatusOf } from '../shop/sales-status.ts'
import { shopOf } from '../shop/shop.ts'
import { queueStatusReport } from '../status/queue-status-report.ts'
import { applyShopReading } from '../status/store.ts'
import { isUpstream } from '../upstream/errors.ts'
import type { SalesContext } from './context.ts'
import { claimShopChecks, rescheduleShopCheck } from './store.ts'

/** Checks a poll. Nothing wakes this loop, so that many orders at once use only a part of what Hi.Events allows a minute. */
const BATCH = 2
const SECOND = 1_000
const MINUTE = 60 * SECOND

/** Where few or none are left, expired holds and cancelled orders can change that without a webhook. */
const CHECK_INTERVAL_MS: Record<SalesStatus | 'open', number> = {
  open: 15 * MINUTE,
  low: MINUTE,
  waiting_list: 2 * MINUTE,
  sold_out: 2 * MINUTE,
  not_yet: 15 * MINUTE,
  over: 15 * MINUTE,
}

/** Reads the shops of live events whose sales status may have changed. */
export async function checkShops(context: SalesContext): Promise<void> {
  const due = await claimShopChecks(context.db, BATCH)
  await Promise.all(due.map((hiEventId) => checkShop(context, hiEventId)))
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

/** Applies what was read of a shop, by us or for a visitor, and reports a changed sales status to the API (decisions/006). */
export async function recordShopReading(
  context: SalesContext,
  hiEventId: number,
  { event, readAt, isStale }: ShopSnapshot,
): Promise<void> {
  if (event === null || isStale) return
  const shop = shopOf(event)
  const salesStatus = salesStatusOf(shop)
  const ageMs = Math.max(0, context.clock.now() - readAt)
  const eventId = await applyShopReading(context.db, { hiEventId, salesStatus, ageMs })
  if (eventId === undefined) return
  const changeAt = nextSalesChangeOf(shop, readAt)?.getTime() ?? Number.POSITIVE_INFINITY
  const pauseMs = Math.min(CHECK_INTERVAL_MS[salesStatus ?? 'open'], changeAt + SECOND / 2 - readAt) - ageMs
  await rescheduleShopCheck(context.db, eventId, pauseMs)
  await queueStatusReport(context, eventId)
}
