import { type Availability, type Offer, offersOf, type Shop, type Ticket } from './shop.ts'

/** Why nothing can be chosen in a shop as a whole; null when something can. */
export type Outlook =
  | { kind: 'empty' }
  | { kind: 'sold-out'; hasWaitingList: boolean }
  | { kind: 'not-yet'; startsAt: Date | null }
  | { kind: 'over' }

/**
 * The one table from offers to how a shop stands: the picker, the relay and the report all say this. What may still come goes
 * before what is gone; of what cannot be had for no reason that is given, nobody says that it is over.
 */
export function outlookOf({ sections }: Pick<Shop, 'sections'>): Outlook | null {
  const tickets = sections.flatMap((section) => section.tickets)
  const offers = offersOf({ sections })
  const has = (wanted: Availability) => offers.some((each) => each.availability === wanted)
  if (has('available')) return null
  if (offers.length === 0) return { kind: 'empty' }
  if (has('not-yet')) return { kind: 'not-yet', startsAt: earliestStart(offers) }
  if (has('sold-out')) return { kind: 'sold-out', hasWaitingList: tickets.some(canWait) }
  return has('over') ? { kind: 'over' } : { kind: 'not-yet', startsAt: null }
}

function canWait({ hasWaitingList, offers }: Ticket): boolean {
  return hasWaitingList && offers.some((each) => each.availability === 'sold-out')
}

function earliestStart(offers: Offer[]): Date | null {
  const starts = offers.flatMap(({ availability, startsAt }) =>
    availability === 'not-yet' && startsAt !== null ? [startsAt.getTime()] : [],
  )
  return starts.length > 0 ? new Date(Math.min(...starts)) : null
}
