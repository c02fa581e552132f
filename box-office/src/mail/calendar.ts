import { calendarFile as fileOf, type CalendarEntry } from '@tuvens/platform/calendar'

const PRODUCT = { company: 'Box Office', product: 'Tickets' }

/** An iCalendar file with one entry. */
export function calendarFile(entry: CalendarEntry): string {
  return fileOf(PRODUCT, entry)
}
