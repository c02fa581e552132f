import type { ReportedLink, ShopOutcome } from '@tuvens/contract'
import type { ReportContext } from './context.ts'
import { closedSalesOf } from '../shop/sales-status.ts'
import { type Shop, shopOf } from '../shop/shop.ts'
import { isUpstream } from '../upstream/errors.ts'
import { withLimit } from './with-limit.ts'

type ReportedShop = ReportedLink['shop']

/** What attendees find in the picker now, from the picker's own catalogue: at most one upstream read for all callers. */
export function readShop(context: ReportContext, hiEventId: number): Promise<ReportedShop> {
  return withLimit(context, readNow(context, hiEventId), only('unreachable'))
}

async function readNow({ catalogue }: ReportContext, id: number): Promise<ReportedShop> {
  try {
    // Without a promo code the read is shared, so it belongs to no visitor's address.
    const { event, isStale } = await catalogue.read({ id, clientAddress: '' })
    if (isStale) return only('unreachable')
    return event === null ? only('hidden') : summarise(shopOf(event))
  } catch (error) {
    if (!isUpstream(error)) throw error
    return only('unreachable')
  }
}

/** One word for a shop, the same that the picker shows. */
export function summarise(shop: Pick<Shop, 'sections'>): ReportedShop {
  const closed = closedSalesOf(shop)
  if (closed === null) return only('open')
  if (closed.status === 'waiting_list') return only('sold_out')
  if (closed.status !== 'not_yet') return only(closed.status)
  const opens_at = closed.startsAt?.toISOString() ?? null
  return { outcome: closed.isEmpty ? 'no_tickets' : 'not_yet', opens_at }
}

function only(outcome: ShopOutcome): ReportedShop {
  return { outcome, opens_at: null }
}
