import type { ReportedLink, SaleOutcome } from '@tuvens/contract'
import type { Context } from '../context.ts'
import { type Availability, type Offer, type Shop, shopOf } from '../picker/shop.ts'
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

/** What can be had decides; else what can be had later; else why nothing can. */
const BY_HOPE: readonly [Availability, SaleOutcome][] = [
  ['available', 'open'],
  ['not-yet', 'not_yet'],
  ['sold-out', 'sold_out'],
  ['over', 'over'],
  ['unavailable', 'over'],
]

/** All offers of a shop in one word. */
export function saleOf(shop: Shop): Sale {
  const offers = shop.sections.flatMap((section) => section.tickets.flatMap((ticket) => ticket.offers))
  const found = BY_HOPE.find(([availability]) => offers.some((each) => each.availability === availability))
  const outcome = found?.[1] ?? 'none'
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
