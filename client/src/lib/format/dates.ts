/** The reader: how they write dates, and where they are (null until their browser said). */
export type Reader = { locale: string; zone: string | null }

type Span = { startDate: string; endDate: string | null; timezone: string }

export type When = {
  /** "Saturday 14 June 2025" */
  day: string
  /** "20:00 – 23:30", or with the end's day when that is another one. */
  hours: string
  /** The zone's name, or null when the reader is in that same zone. */
  zone: string | null
  /** The start on the reader's own clock, when it differs from the event's. */
  local: string | null
}

/** An event's time on its own clock, in words. */
export function describeWhen({ startDate, endDate, timezone }: Span, reader: Reader): When {
  const start = new Date(startDate)
  const end = endDate === null ? null : new Date(endDate)
  const zoned = { timeZone: timezone, weekday: 'long' } as const
  const day = dayOf(start, reader, { ...zoned, day: 'numeric', month: 'long', year: 'numeric' })
  const differs = !sameClock(start, timezone, reader.zone)
  return {
    day,
    hours: hoursOf(start, end, { reader, timezone }),
    zone: differs ? zoneName(start, timezone, reader.locale) : null,
    local: differs && reader.zone !== null ? localStart(start, timezone, reader) : null,
  }
}

/** "Sat 14 Jun · 20:00" for lists; with the year when it is not this one. */
export function describeStart({ startDate, timezone }: Span, reader: Reader, now: number): string {
  const start = new Date(startDate)
  const year = { timeZone: timezone, year: 'numeric' } as const
  const thisYear = format(start, reader, year) === format(new Date(now), reader, year)
  const day = dayOf(start, reader, {
    timeZone: timezone,
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    ...(!thisYear && { year: 'numeric' }),
  })
  return `${day} · ${timeOf(start, timezone, reader)}`
}

/** Parts of a start for a calendar leaf: "JUN" and "14". */
export function leafOf({ startDate, timezone }: Span, { locale }: Reader): { month: string; day: string } {
  const start = new Date(startDate)
  const part = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(locale, { timeZone: timezone, ...options }).format(start)
  return { month: part({ month: 'short' }), day: part({ day: 'numeric' }) }
}

export function isOver({ startDate, endDate }: Span, now: number): boolean {
  return Date.parse(endDate ?? startDate) < now
}

function hoursOf(
  start: Date,
  end: Date | null,
  { reader, timezone }: { reader: Reader; timezone: string },
): string {
  const from = timeOf(start, timezone, reader)
  if (end === null) return from
  const date = { timeZone: timezone, weekday: 'short', day: 'numeric', month: 'short' } as const
  const sameNight = end.getTime() - start.getTime() < 12 * 3_600_000
  const endDay = dayOf(end, reader, date)
  const until = timeOf(end, timezone, reader)
  return sameNight || endDay === dayOf(start, reader, date)
    ? `${from} – ${until}`
    : `${from} – ${endDay}, ${until}`
}

/** The start by the reader's clock, with its day when that is another one. */
function localStart(start: Date, timezone: string, reader: Reader): string {
  const zone = reader.zone ?? timezone
  const day = { weekday: 'short', day: 'numeric', month: 'short' } as const
  const there = dayOf(start, reader, { ...day, timeZone: timezone })
  const here = dayOf(start, reader, { ...day, timeZone: zone })
  const time = timeOf(start, zone, reader)
  return here === there ? time : `${here}, ${time}`
}

/** Weekday and date, joined here: what stands between them differs from one browser's data to the next. */
function dayOf(date: Date, reader: Reader, { weekday, ...rest }: Intl.DateTimeFormatOptions): string {
  const { timeZone } = rest
  const name = format(date, reader, { ...(weekday && { weekday }), ...(timeZone && { timeZone }) })
  return `${name}${reader.locale === 'en-US' ? ', ' : ' '}${format(date, reader, rest)}`
}

function timeOf(date: Date, timeZone: string, reader: Reader): string {
  return format(date, reader, { timeZone, timeStyle: 'short' })
}

function format(date: Date, { locale }: Reader, options: Intl.DateTimeFormatOptions): string {
  // Node and browsers disagree on the space before "pm"; one space keeps what was rendered and what hydrates the same.
  return new Intl.DateTimeFormat(locale, options).format(date).replace(/\u202f/g, ' ')
}

function zoneName(date: Date, timeZone: string, locale: string): string {
  const city = (timeZone.split('/').at(-1) ?? timeZone).replaceAll('_', ' ')
  const parts = new Intl.DateTimeFormat(locale, { timeZone, timeZoneName: 'shortOffset' }).formatToParts(date)
  const offset = parts.find((part) => part.type === 'timeZoneName')?.value ?? timeZone
  return timeZone.includes('/') ? `${city} time (${offset})` : offset
}

/** Whether two zones show the same clock at that moment: then naming one would only puzzle. */
function sameClock(date: Date, one: string, other: string | null): boolean {
  if (other === null) return false
  const clock = (timeZone: string) =>
    new Intl.DateTimeFormat('en-GB', { timeZone, dateStyle: 'short', timeStyle: 'short' }).format(date)
  return clock(one) === clock(other)
}
