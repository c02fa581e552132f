import type { ReportedLink, ShopOutcome } from '@tuvens/contract'
import type { ReportContext } from './context.ts'
import { closedSalesOf } from '../shop/sales-status.ts'
import { type Shop, shopOf } from '../shop/shop.ts'
import { isUpstream } from '../upstream/errors.ts'

type ReportedShop = ReportedLink['shop']

/** What attendees find in the picker now, from the shop cache of the picker: at most one upstream read for all callers. */
export async function readShop({ shopCache }: ReportContext, id: number): Promise<ReportedShop> {
  try {
    // Without a promo code the read is shared, so it belongs to no visitor's address.
    const { event, isStale } = await shopCache.read({ id, clientIp: '' })
    if (isStale) return UNREACHABLE_SHOP
    return event === null ? only('hidden') : summarise(shopOf(event))
  } catch (error) {
    if (!isUpstream(error)) throw error
    return UNREACHABLE_SHOP
  }
}

/** One word for a shop, the same that the picker shows. */
export function summarise(shop: Pick<Shop, 'sections'>): ReportedShop {
  const closed = closedSalesOf(shop)
  if (closed === null) return only('open')
  if (closed.status === 'waiting_list' || closed.status === 'held') return only('sold_out')
  if (closed.status !== 'not_yet') return only(closed.status)
  const opens_at = closed.startsAt?.toISOString() ?? null
  return { outcome: closed.isEmpty ? 'no_tickets' : 'not_yet', opens_at }
}

function only(outcome: ShopOutcome): ReportedShop {
  return { outcome, opens_at: null }
}

/** A shop that cannot be read, or not in time. */
export const UNREACHABLE_SHOP = only('unreachable')
