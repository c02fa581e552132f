import type { SalesStatus } from '@tuvens/contract'
import type { RelayContext } from '../relay/context.ts'
import type { Snapshot } from '../shop/catalogue.ts'
import { shopOf } from '../shop/shop.ts'
import { announce } from '../relay/announce.ts'
import { isUpstream } from '../upstream/errors.ts'
import { nextTurnOf, salesOf } from '../shop/sales-status.ts'
import { claimShops, takeSales } from './store.ts'

/** Looks a poll: nothing wakes this loop, so that a storm of orders takes no more than a part of what Hi.Events allows a minute. */
const BATCH = 2
const SECOND = 1_000
const MINUTE = 60 * SECOND

/** Where few or none are left, holds that run out and cancelled orders can change that without a webhook. */
const LOOK_AGAIN_MS: Record<SalesStatus | 'open', number> = {
  open: 15 * MINUTE,
  low: MINUTE,
  waiting_list: 2 * MINUTE,
  sold_out: 2 * MINUTE,
  not_yet: 15 * MINUTE,
  over: 15 * MINUTE,
}

/** Looks at the shops of live events that may stand otherwise by now. @returns false: the next ones have to wait */
export async function followShops(context: RelayContext): Promise<boolean> {
  const due = await claimShops(context.db, BATCH)
  await Promise.all(due.map((hiEventId) => look(context, hiEventId)))
  return false
}

async function look(context: RelayContext, hiEventId: number): Promise<void> {
  context.catalogue.forget(hiEventId)
  try {
    await noteShop(context, hiEventId, await context.catalogue.read({ id: hiEventId, clientAddress: '' }))
  } catch (error) {
    if (!isUpstream(error)) throw error
    context.log.warn(
      { event: hiEventId, failure: error.failure },
      'A shop could not be looked at; it is tried again',
    )
  }
}

/** Takes over how a shop was seen, by us or by a visitor, and tells the API when its sales stand otherwise (decisions/006). */
export async function noteShop(
  context: RelayContext,
  hiEventId: number,
  { event, readAt, isStale }: Snapshot,
): Promise<void> {
  if (event === null || isStale) return
  const shop = shopOf(event)
  const sales = salesOf(shop)
  const again = readAt + LOOK_AGAIN_MS[sales ?? 'open']
  const turn = nextTurnOf(shop, readAt)
  const dueAt = new Date(turn === null ? again : Math.min(again, turn.getTime() + SECOND / 2))
  const eventId = await takeSales(context.db, { hiEventId, sales, readAt: new Date(readAt), dueAt })
  if (eventId !== undefined) await announce(context, eventId)
}
