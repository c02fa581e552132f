import type { ReportedLink, ShopOutcome } from '@tuvens/contract'
import type { ReportContext } from './context.ts'
import { type Outlook, outlookOf } from '../shop/availability.ts'
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

const OUTCOMES: Record<Outlook['kind'], ShopOutcome> = {
  empty: 'no_tickets',
  'not-yet': 'not_yet',
  'sold-out': 'sold_out',
  over: 'over',
}

/** One word for a shop, the same that the picker shows. */
export function summarise(shop: Pick<Shop, 'sections'>): ReportedShop {
  const outlook = outlookOf(shop)
  if (outlook === null) return only('open')
  const opens_at = outlook.kind === 'not-yet' ? (outlook.startsAt?.toISOString() ?? null) : null
  return { outcome: OUTCOMES[outlook.kind], opens_at }
}

function only(outcome: ShopOutcome): ReportedShop {
  return { outcome, opens_at: null }
}
