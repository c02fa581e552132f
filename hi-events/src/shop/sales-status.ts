import type { SalesStatus } from '@tuvens/contract'
import { outlookOf } from './availability.ts'
import { isAvailable, offersOf, type Shop } from './shop.ts'

/** So many pieces in all are few. */
const FEW = 10

/** How sales of a shop stand, in one word; null when they are open (decisions/006). An empty shop is one that opens later. */
export function salesOf(shop: Pick<Shop, 'sections'>): SalesStatus | null {
  const outlook = outlookOf(shop)
  switch (outlook?.kind) {
    case undefined:
      return areFew(shop) ? 'low' : null
    case 'empty':
    case 'not-yet':
      return 'not_yet'
    case 'sold-out':
      return outlook.hasWaitingList ? 'waiting_list' : 'sold_out'
    case 'over':
      return 'over'
  }
}

/**
 * When sales may stand otherwise by themselves: the next moment an offer begins or ends.
 *
 * @param now milliseconds
 */
export function nextTurnOf(shop: Pick<Shop, 'sections'>, now: number): Date | null {
  const turns = offersOf(shop)
    .flatMap(({ startsAt, endsAt }) => [startsAt, endsAt])
    .filter((each) => each !== null && each.getTime() > now) as Date[]
  return turns.sort((a, b) => a.getTime() - b.getTime())[0] ?? null
}

/** Only what the organiser shows is told; one ticket whose number is not shown may be plenty. */
function areFew({ sections }: Pick<Shop, 'sections'>): boolean {
  const tickets = sections.flatMap((each) => each.tickets)
  const open = tickets.filter((each) => each.offers.some(isAvailable))
  const left = open.reduce((sum, each) => sum + (each.remaining ?? Number.POSITIVE_INFINITY), 0)
  return left <= FEW
}
