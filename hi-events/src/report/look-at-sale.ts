import type { ReportedLink, SaleOutcome, Sales } from '@tuvens/contract'
import type { Context } from '../context.ts'
import { salesOf } from '../sales/sales-of.ts'
import { type Offer, type Shop, shopOf } from '../picker/shop.ts'
import { isUpstream } from '../upstream/errors.ts'
import { inTime } from './in-time.ts'

type Sale = ReportedLink['sale']

/** What attendees would find in the picker now, from the picker's own catalogue: at most one read upstream for all. */
export function lookAtSale(ctx: Context, hiEventId: number): Promise<Sale> {
  return inTime(ctx, look(ctx, hiEventId), only('away'))
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

/** A shop nobody has filled yet counts as one that opens later; for its organiser there is something to do. */
const OUTCOMES: Record<Sales, SaleOutcome> = {
  low: 'open',
  not_yet: 'not_yet',
  waiting_list: 'sold_out',
  sold_out: 'sold_out',
  over: 'over',
}

/** All offers of a shop in one word. */
export function saleOf(shop: Pick<Shop, 'sections'>): Sale {
  const offers = shop.sections.flatMap((section) => section.tickets.flatMap((ticket) => ticket.offers))
  if (offers.length === 0) return only('none')
  const sales = salesOf(shop)
  const outcome = sales === null ? 'open' : OUTCOMES[sales]
  return { outcome, opens_at: outcome === 'not_yet' ? firstStart(offers) : null }
}

function firstStart(offers: Offer[]): string | null {
  const starts = offers
    .filter((each) => each.availability === 'not-yet')
    .flatMap(({ startsAt }) => (startsAt === null ? [] : [startsAt.getTime()]))
  return starts.length === 0 ? null : new Date(Math.min(...starts)).toISOString()
}

function only(outcome: SaleOutcome): Sale {
  return { outcome, opens_at: null }
}
