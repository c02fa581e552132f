import type { Sales } from '@tuvens/contract'
import { isAvailable, type Offer, type Shop, type Ticket } from '../picker/shop.ts'

/** So many pieces in all are few. */
const FEW = 10

/** How sales of a shop stand, in one word; null when they are open (decisions/006). An empty shop is one that opens later. */
export function salesOf({ sections }: Pick<Shop, 'sections'>): Sales | null {
  const tickets = sections.flatMap((each) => each.tickets)
  const offers = tickets.flatMap((each) => each.offers)
  const has = (availability: Offer['availability']) =>
    offers.some((each) => each.availability === availability)
  if (offers.some(isAvailable)) return areFew(tickets) ? 'low' : null
  if (has('not-yet')) return 'not_yet'
  if (tickets.some((each) => each.hasWaitingList && isSoldOut(each))) return 'waiting_list'
  if (has('sold-out')) return 'sold_out'
  return has('over') ? 'over' : 'not_yet'
}

/**
 * When sales may stand otherwise by themselves: the next moment an offer begins or ends.
 *
 * @param now milliseconds
 */
export function nextTurnOf({ sections }: Pick<Shop, 'sections'>, now: number): Date | null {
  const turns = sections
    .flatMap(({ tickets }) => tickets.flatMap(({ offers }) => offers))
    .flatMap(({ startsAt, endsAt }) => [startsAt, endsAt])
    .filter((each) => each !== null && each.getTime() > now) as Date[]
  return turns.sort((a, b) => a.getTime() - b.getTime())[0] ?? null
}

function isSoldOut({ offers }: Ticket): boolean {
  return offers.some((each) => each.availability === 'sold-out')
}

/** Only what the organiser shows is told; one ticket whose number is not shown may be plenty. */
function areFew(tickets: Ticket[]): boolean {
  const open = tickets.filter((each) => each.offers.some(isAvailable))
  const left = open.reduce((sum, each) => sum + (each.remaining ?? Number.POSITIVE_INFINITY), 0)
  return left <= FEW
}
