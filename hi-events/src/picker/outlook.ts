import type { Availability, Offer, Shop } from './shop.ts'

/** Why nothing can be chosen in a shop as a whole; null when something can. */
export type Outlook =
  | { kind: 'empty' }
  | { kind: 'sold-out'; hasWaitingList: boolean }
  | { kind: 'not-yet'; startsAt: Date | null }
  | { kind: 'over' }

/** What stands above a shop in which nothing can be chosen. What may still come goes before what is gone. */
export function outlookOf(shop: Shop): Outlook | null {
  if (shop.isOpen) return null
  const tickets = shop.sections.flatMap((section) => section.tickets)
  const offers = tickets.flatMap((ticket) => ticket.offers)
  if (offers.length === 0) return { kind: 'empty' }
  const has = (wanted: Availability) => offers.some((each) => each.availability === wanted)
  if (has('not-yet')) return { kind: 'not-yet', startsAt: earliestStart(offers) }
  if (has('sold-out'))
    return { kind: 'sold-out', hasWaitingList: tickets.some((each) => each.hasWaitingList) }
  return { kind: 'over' }
}

function earliestStart(offers: Offer[]): Date | null {
  const starts = offers.flatMap(({ availability, startsAt }) =>
    availability === 'not-yet' && startsAt !== null ? [startsAt.getTime()] : [],
  )
  return starts.length > 0 ? new Date(Math.min(...starts)) : null
}
