import { format, hoursOf, longDayOf, momentOf } from '@tuvens/platform/text/event-time'
import type { EventSpan } from '$lib/format/when/dates.ts'

/** An event's time as text, in its own time zone. */
export type EventTimes = {
  /** "Saturday 14 June 2025" */
  day: string
  /** "20:00 – 23:30"; names the day of the end when it is a later one. */
  hours: string
  /** "Amsterdam (GMT+2)" */
  zone: string
  /** The start for a calendar leaf: "Jun" and "14". */
  leaf: { month: string; day: string }
}

/**
 * Formats an event's time. The server does this for everything a page begins with: a browser may have older zone data, and
 * its text would then differ from the server's by an hour. Only a date that comes while a page is open is formatted there.
 */
export function timesOf(span: EventSpan, locale: string): EventTimes {
  const start = new Date(span.startDate)
  const zoned = { timeZone: span.timezone } as const
  const zonedSpan = { ...zoned, start, end: span.endDate === null ? null : new Date(span.endDate) }
  return {
    day: longDayOf(zonedSpan, locale),
    hours: hoursOf(zonedSpan, locale),
    zone: zoneName(start, locale, span.timezone),
    leaf: {
      month: format(start, locale, { ...zoned, month: 'short' }),
      day: format(start, locale, { ...zoned, day: 'numeric' }),
    },
  }
}

/** "Sat 14 Jun · 20:00" for lists; with the year unless it is the current one. */
export function startsIn({ startDate, timezone: timeZone }: EventSpan, locale: string, now: number): string {
  const start = new Date(startDate)
  const year = { timeZone, year: 'numeric' } as const
  const isThisYear = format(start, locale, year) === format(new Date(now), locale, year)
  return momentOf(start, locale, { timeZone, hasYear: !isThisYear })
}

function zoneName(date: Date, locale: string, timeZone: string): string {
  const city = (timeZone.split('/').at(-1) ?? timeZone).replaceAll('_', ' ')
  const parts = new Intl.DateTimeFormat(locale, { timeZone, timeZoneName: 'shortOffset' }).formatToParts(date)
  const offset = parts.find((part) => part.type === 'timeZoneName')?.value ?? timeZone
  return timeZone.includes('/') ? `${city} (${offset})` : offset
}

/** A text for each date of an event, by `spanKey`. */
export type TextsOfDates<T> = Record<string, T>

/** Names the time of a date. */
export function spanKey({ startDate, endDate }: Omit<EventSpan, 'timezone'>): string {
  return `${startDate}/${endDate ?? ''}`
}
