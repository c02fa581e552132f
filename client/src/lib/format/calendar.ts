import type { TuvensEvent } from '@tuvens/contract'
import { type CalendarEntry, calendarFile, calendarSubscription } from '@tuvens/platform/calendar'
import { datesOf, type ShownDate } from './when/event-dates.ts'
import { addressLines } from './place.ts'

type CalendarEvent = Pick<
  TuvensEvent,
  'id' | 'title' | 'description' | 'startDate' | 'endDate' | 'furtherDates' | 'venue' | 'updatedAt'
> &
  Pick<TuvensEvent, 'ticketing_phase' | 'ticketing_version' | 'ticketing_dates'>

/** How often calendars are asked to read a subscription again. */
const REFRESH_SECONDS = 3_600
const DEFAULT_LENGTH_MS = 2 * 3_600_000
/** Entries of a subscription, and characters of the description in each: an event has up to a hundred dates. */
const MAX_FEED_ENTRIES = 500
const MAX_FEED_DESCRIPTION = 300
const PRODUCT = { company: 'Tuvens', product: 'Events' }

/** An event as an iCalendar file, with an entry for each of its dates. `page` is the address of its page. */
export function calendarOf(event: CalendarEvent, page: string): string {
  return calendarFile(PRODUCT, ...entriesOf(event, page))
}

/** `from`: dates that ended before are left out, in milliseconds. */
type Feed = { name: string; origin: string; events: readonly CalendarEvent[]; from: number }

/** A calendar to subscribe to. Its entries have the same ids as those of the events' own files. */
export function calendarFeed({ name, origin, events, from }: Feed): string {
  const entries: CalendarEntry[] = []
  for (const { description, ...event } of events) {
    if (entries.length >= MAX_FEED_ENTRIES) break
    const short = { ...event, description: beginningOf(description) }
    const shown = entriesOf(short, `${origin}/event/${event.id}`).filter(
      ({ start, end }) => (end ?? start).getTime() >= from,
    )
    entries.push(...shown.slice(0, MAX_FEED_ENTRIES - entries.length))
  }
  return calendarSubscription(PRODUCT, { name, refreshSeconds: REFRESH_SECONDS }, entries)
}

function beginningOf(text: string): string {
  return text.length <= MAX_FEED_DESCRIPTION ? text : `${text.slice(0, MAX_FEED_DESCRIPTION).trimEnd()} …`
}

function entriesOf(event: CalendarEvent, page: string): CalendarEntry[] {
  const dates = datesOf(event, event.ticketing_dates ?? [], 0)
  // An event that gets further dates keeps the entry of its first one.
  const first = dates.length === 1 ? dates[0] : dates.find(({ startDate }) => startDate === event.startDate)
  return dates.map((date) => entryOf(event, date, { page, isFirst: date === first }))
}

function entryOf(
  event: CalendarEvent,
  { key, startDate, endDate, label, state }: ShownDate,
  { page, isFirst }: { page: string; isFirst: boolean },
): CalendarEntry {
  const start = new Date(startDate)
  const { venue } = event
  return {
    uid: `event-${event.id}${isFirst ? '' : `-${key}`}@${new URL(page).hostname}`,
    title: label === null ? event.title : `${event.title}: ${label}`,
    description: `${event.description}\n\n${page}`.trim(),
    start,
    end: endDate === null ? new Date(start.getTime() + DEFAULT_LENGTH_MS) : new Date(endDate),
    place: venue === null ? null : [venue.name, ...addressLines(venue, 'en-GB')].join(', '),
    url: page,
    changedAt: new Date(event.updatedAt),
    sequence: event.ticketing_version,
    isCancelled: event.ticketing_phase === 'cancelled' || state === 'cancelled',
  }
}
