import type { TuvensEvent } from '@tuvens/contract'
import type { EventSpan } from '$lib/format/when/dates.ts'
import { datesOf, nextDateOf } from '$lib/format/when/event-dates.ts'
import { startsIn } from '$lib/format/when/times.ts'

/** The part of an event that a list shows. Descriptions and contact data stay on the server: they would fill the page. */
export type CardEvent = Omit<TuvensEvent, 'description' | 'contactData'> & {
  /** The start of its next date, and that as text. */
  nextStart: string
  starts: string
  /** By which a date that comes while the page is open becomes text. */
  locale: string
  now: number
}

export function cardOf(event: TuvensEvent, locale: string, now: number): CardEvent {
  const { description: _description, contactData: _contactData, ...rest } = event
  const next = nextDateIn(event, now)
  const starts = startsIn(next, locale, now)
  return { ...rest, nextStart: next.startDate, starts, locale, now }
}

/** When the next date of an event takes place, in the zone of its venue. */
export function nextDateIn(
  { timezone, ticketing_dates = [], ...event }: Omit<TuvensEvent, 'description' | 'contactData'>,
  now: number,
): EventSpan {
  const { startDate, endDate } = nextDateOf(datesOf(event, ticketing_dates, now))
  return { startDate, endDate, timezone }
}
