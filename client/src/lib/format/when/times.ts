import { dayOf, format, type EventSpan, timeOf } from '$lib/format/when/dates.ts'

/** An event's time as text, in its own time zone. */
export type EventTimes = {
  /** "Saturday 14 June 2025" */
  day: string
  /** "20:00 – 23:30"; names the day of the end when it is a later one. */
  hours: string
  /** "Amsterdam time (GMT+2)" */
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
  return {
    day: dayOf(start, locale, {
      ...zoned,
      weekday: 'long',
      day: 'numeric',
      month: 'long',
      year: 'numeric',
    }),
    hours: hoursIn(start, locale, span),
    zone: zoneName(start, locale, span.timezone),
    leaf: {
      month: format(start, locale, { ...zoned, month: 'short' }),
      day: format(start, locale, { ...zoned, day: 'numeric' }),
    },
  }
}

const SHORT_DAY = { weekday: 'short', day: 'numeric', month: 'short' } as const

/** "Sat 14 Jun · 20:00" for lists; with the year unless it is the current one. */
export function startsIn({ startDate, timezone }: EventSpan, locale: string, now: number): string {
  const start = new Date(startDate)
  const year = { timeZone: timezone, year: 'numeric' } as const
  const isThisYear = format(start, locale, year) === format(new Date(now), locale, year)
  const day = dayOf(start, locale, { ...SHORT_DAY, timeZone: timezone, ...(!isThisYear && year) })
  return `${day} · ${timeOf(start, locale, timezone)}`
}

function hoursIn(start: Date, locale: string, { endDate, timezone }: EventSpan): string {
  const from = timeOf(start, locale, timezone)
  if (endDate === null) return from
  const end = new Date(endDate)
  const date = { ...SHORT_DAY, timeZone: timezone }
  const isSameNight = end.getTime() - start.getTime() < 12 * 3_600_000
  const endDay = dayOf(end, locale, date)
  const until = timeOf(end, locale, timezone)
  return isSameNight || endDay === dayOf(start, locale, date)
    ? `${from} – ${until}`
    : `${from} – ${endDay}, ${until}`
}

function zoneName(date: Date, locale: string, timeZone: string): string {
  const city = (timeZone.split('/').at(-1) ?? timeZone).replaceAll('_', ' ')
  const parts = new Intl.DateTimeFormat(locale, { timeZone, timeZoneName: 'shortOffset' }).formatToParts(date)
  const offset = parts.find((part) => part.type === 'timeZoneName')?.value ?? timeZone
  return timeZone.includes('/') ? `${city} time (${offset})` : offset
}

/** A text for each date of an event, by `spanKey`. */
export type TextsOfDates<T> = Record<string, T>

/** Names the time of a date. */
export function spanKey({ startDate, endDate }: Omit<EventSpan, 'timezone'>): string {
  return `${startDate}/${endDate ?? ''}`
}
