import type { ReportedLink, SaleOutcome } from '@tuvens/contract'
import type { ReportContext as Context } from './context.ts'
import { type Outlook, outlookOf } from '../shop/availability.ts'
import { type Shop, shopOf } from '../shop/shop.ts'
import { isUpstream } from '../upstream/errors.ts'
import { inTime } from './in-time.ts'

type Sale = ReportedLink['sale']

/** What attendees would find in the picker now, from the picker's own catalogue: at most one read upstream for all. */
export function lookAtSale(context: Context, hiEventId: number): Promise<Sale> {
  return inTime(context, look(context, hiEventId), only('away'))
}

async function look({ catalogue }: Context, id: number): Promise<Sale> {
  try {
    // Without a code the read is not made for anybody's address.
    const { event, isStale } = await catalogue.read({ id, clientAddress: '' })
    if (isStale) return only('away')
    return event === null ? only('hidden') : saleOf(shopOf(event))
  } catch (error) {
    if (!isUpstream(error)) throw error
    return only('away')
  }
}

const OUTCOMES: Record<Outlook['kind'], SaleOutcome> = {
  empty: 'none',
  'not-yet': 'not_yet',
  'sold-out': 'sold_out',
  over: 'over',
}

/** A shop in one word: the picker's own. */
export function saleOf(shop: Pick<Shop, 'sections'>): Sale {
  const outlook = outlookOf(shop)
  if (outlook === null) return only('open')
  const opens_at = outlook.kind === 'not-yet' ? (outlook.startsAt?.toISOString() ?? null) : null
  return { outcome: OUTCOMES[outlook.kind], opens_at }
}

function only(outcome: SaleOutcome): Sale {
  return { outcome, opens_at: null }
}
