import { type SalesStatus, type TicketingPhase, ticketingPhaseOf } from '@tuvens/contract'
import type { EventDate } from '../upstream/dates.ts'
import { isAvailable, isOpenDate, offersOf, type OfferAvailability, type Shop, type Ticket } from './shop.ts'

/** Why nothing in a shop can be bought: its sales status, with what a page adds to the word. */
export type ClosedSales =
  /** `startsAt` is the first start that is known; an empty shop is one that opens later. */
  | { status: 'not_yet'; isEmpty: boolean; startsAt: Date | null }
  /** `until` is when the first of the last tickets may come back. */
  | { status: 'held'; until: Date }
  | { status: 'sold_out' | 'waiting_list' | 'over' }

/** What decides how sales stand. */
type Sales = Pick<Shop, 'sections'> & Partial<Pick<Shop, 'dates' | 'date' | 'hasSeveralDates'>>

/** The most tickets in the whole shop that still count as few. */
const FEW = 10

/** The sales status of a shop; null when sales are open (decisions/006). */
export function salesStatusOf(shop: Sales): SalesStatus | null {
  return closedSalesOf(shop)?.status ?? (areFewLeft(shop) ? 'low' : null)
}

/** The phase of a live event with this shop. */
export function phaseOf(shop: Sales): TicketingPhase {
  const live = { ticketingStatus: 'active', sourceStatus: 'LIVE', hasBeenOnSale: true } as const
  return ticketingPhaseOf({ ...live, salesStatus: salesStatusOf(shop) })
}

/**
 * The one table from offers to a sales status, for the picker, the relay and the report; null when something can be bought.
 * A future offer counts before a sold out one. An offer that is unavailable for no given reason is never called over.
 */
export function closedSalesOf({ sections, ...dated }: Sales): ClosedSales | null {
  const tickets = sections.flatMap((section) => section.tickets)
  const offers = offersOf({ sections })
  const has = (availability: OfferAvailability) => offers.some((each) => each.availability === availability)
  if (has('available')) return closedDatesOf(dated)
  if (offers.length === 0) return { status: 'not_yet', isEmpty: true, startsAt: null }
  const starts = offers.map((each) => (each.availability === 'not-yet' ? each.startsAt : null))
  if (has('not-yet')) return { status: 'not_yet', isEmpty: false, startsAt: earliest(starts) }
  const until = earliest(offers.map(({ heldUntil }) => heldUntil))
  if (until !== null) return { status: 'held', until }
  if (has('sold-out')) return { status: tickets.some(hasOpenWaitingList) ? 'waiting_list' : 'sold_out' }
  return has('over') ? { status: 'over' } : { status: 'not_yet', isEmpty: false, startsAt: null }
}

/** Tickets are there, but their dates may be full, or have yet to be made. */
function closedDatesOf({ dates = [], date, hasSeveralDates }: Omit<Sales, 'sections'>): ClosedSales | null {
  const offered = date ? [date] : dates
  if (offered.length === 0)
    return hasSeveralDates ? { status: 'not_yet', isEmpty: true, startsAt: null } : null
  return offered.some(isOpenDate) ? null : { status: 'sold_out' }
}

/**
 * When the sales status may change without an order: the next moment an offer begins, ends or may come back.
 *
 * @param now milliseconds
 */
export function nextSalesChangeOf(shop: Pick<Shop, 'sections'>, now: number): Date | null {
  const times = offersOf(shop).flatMap(({ startsAt, endsAt, heldUntil }) => [startsAt, endsAt, heldUntil])
  return earliest(times.filter((each) => each !== null && each.getTime() > now))
}

function hasOpenWaitingList({ hasWaitingList, offers }: Ticket): boolean {
  return hasWaitingList && offers.some((each) => each.availability === 'sold-out')
}

function earliest(dates: (Date | null)[]): Date | null {
  const times = dates.flatMap((each) => each?.getTime() ?? [])
  return times.length > 0 ? new Date(Math.min(...times)) : null
}

/** Only numbers that the organiser shows count; a ticket without one counts as unlimited. */
function areFewLeft({ sections, dates = [], date }: Sales): boolean {
  const tickets = sections.flatMap((each) => each.tickets)
  const open = tickets.filter((each) => each.offers.some(isAvailable))
  const left = open.reduce((sum, each) => sum + (each.remaining ?? Number.POSITIVE_INFINITY), 0)
  return Math.min(left, placesLeft(date ? [date] : dates)) <= FEW
}

function placesLeft(dates: EventDate[]): number {
  if (dates.length === 0) return Number.POSITIVE_INFINITY
  return dates.filter(isOpenDate).reduce((sum, { left }) => sum + (left ?? Number.POSITIVE_INFINITY), 0)
}
