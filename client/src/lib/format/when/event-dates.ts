import type { DateState, FurtherDate, TicketDate, TuvensEvent } from '@tuvens/contract'

/** One date of an event, as pages show it. */
export type ShownDate = {
  /** Tells the dates of one event apart. */
  key: string
  startDate: string
  endDate: string | null
  label: string | null
  state: DateState
  /** Its time is over, whether it took place or not. */
  isGone: boolean
}
/** The dates of an event, the first one first. Every event has one. */
export type ShownDates = [ShownDate, ...ShownDate[]]

type DatedEvent = Pick<TuvensEvent, 'startDate' | 'endDate' | 'furtherDates'>

/**
 * The dates of an event at a time: those of the ticket system where it has several, else what the event says. A date
 * passes without a message.
 */
export function datesOf(event: DatedEvent, ticketDates: readonly TicketDate[], now: number): ShownDates {
  const [first, ...more] = ticketDates.map((date) => ({ ...date, key: String(date.id) }))
  if (first !== undefined) return [atTime(first, now), ...more.map((date) => atTime(date, now))]
  const { startDate, endDate, furtherDates = [] } = event
  const own = (span: FurtherDate) => atTime({ ...span, key: span.startDate, label: null, state: 'open' }, now)
  return [own({ startDate, endDate }), ...furtherDates.map(own)]
}

function atTime(date: Omit<ShownDate, 'isGone'>, now: number): ShownDate {
  const { key, startDate, endDate, label, state } = date
  const isGone = state === 'past' || Date.parse(endDate ?? startDate) < now
  return { key, startDate, endDate, label, state: isGone && state !== 'cancelled' ? 'past' : state, isGone }
}

/** Whether somebody can still go there. */
export function isToCome({ state }: ShownDate): boolean {
  return state === 'open' || state === 'sold_out'
}

/** The first date that is still to come; when there is none, the last one that took place, or else the first. */
export function nextDateOf(dates: ShownDates): ShownDate {
  return dates.find(isToCome) ?? dates.findLast(({ state }) => state === 'past') ?? dates[0]
}

/** How many dates are to come after the next one. */
export function moreDatesOf(dates: ShownDates): number {
  return Math.max(0, dates.filter(isToCome).length - 1)
}

/** Whether an event is over: none of its dates is to come, and not all of them were cancelled. */
export function isOver(dates: ShownDates): boolean {
  return !dates.some(isToCome) && dates.some(({ state }) => state === 'past')
}
