import type { TuvensEvent } from '@tuvens/contract'
import { calendarFile } from '@tuvens/platform/calendar'
import { addressLines } from './place.ts'

type CalendarEvent = Pick<
  TuvensEvent,
  'id' | 'title' | 'description' | 'startDate' | 'endDate' | 'venue' | 'updatedAt'
> &
  Pick<TuvensEvent, 'ticketing_phase' | 'ticketing_version'>

const DEFAULT_LENGTH_MS = 2 * 3_600_000
const PRODUCT = { company: 'Tuvens', product: 'Events' }

/** An event as an iCalendar file. `page` is the address of its page. */
export function calendarOf(event: CalendarEvent, page: string): string {
  const start = new Date(event.startDate)
  const { venue } = event
  return calendarFile(PRODUCT, {
    uid: `event-${event.id}@${new URL(page).hostname}`,
    title: event.title,
    description: `${event.description}\n\n${page}`.trim(),
    start,
    end: event.endDate === null ? new Date(start.getTime() + DEFAULT_LENGTH_MS) : new Date(event.endDate),
    place: venue === null ? null : [venue.name, ...addressLines(venue, 'en-GB')].join(', '),
    url: page,
    changedAt: new Date(event.updatedAt),
    sequence: event.ticketing_version,
    isCancelled: event.ticketing_phase === 'cancelled',
  })
}
