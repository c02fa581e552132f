import { MAX_DATE_LABEL, MAX_TICKET_DATES, type TicketDate } from '@tuvens/contract'
import type { Flags } from '@tuvens/platform/flags/flags'
import { cut } from '../upstream/cut.ts'
import { type Dated, datesOf, type EventDate, hasSeveralDates } from '../upstream/dates.ts'

/**
 * The dates of an event of several, as they are stored and reported: all that are to come, as far as a report holds them,
 * then the latest of those that are over. An event of one date has none.
 */
export function ticketDatesOf(event: Dated): TicketDate[] {
  if (!hasSeveralDates(event)) return []
  const dates = datesOf(event).map(ticketDateOf)
  const toCome = dates.filter(({ state }) => state !== 'past').slice(0, MAX_TICKET_DATES)
  const past = dates.filter(({ state }) => state === 'past')
  return [...past.slice(Math.max(0, past.length + toCome.length - MAX_TICKET_DATES)), ...toCome]
}

/** How many places are left changes too often to be reported. */
function ticketDateOf({ id, startsAt, endsAt, label, state }: EventDate): TicketDate {
  return {
    id,
    startDate: startsAt.toISOString(),
    endDate: endsAt?.toISOString() ?? null,
    label: label && cut(label, MAX_DATE_LABEL),
    state,
  }
}

/** The dates that an account's events are stored and reported with: none while the flag is off, as before events had several. */
export function shownDatesOf(flags: Flags, accountId: number, event: Dated): TicketDate[] {
  return flags.isOn('several-dates', { accountId }) ? ticketDatesOf(event) : []
}
