/** The reader: how they write dates, and where they are (null until their browser said). */
export type Reader = { locale: string; zone: string | null }

/** An event's time: instants, and the IANA zone of its place. */
export type Span = { startDate: string; endDate: string | null; timezone: string }

export function isOver({ startDate, endDate }: Span, now: number): boolean {
  return Date.parse(endDate ?? startDate) < now
}

/** The start on the reader's own clock, with its day when that is another one; null when the event's clock shows the same. */
export function startOnClockOf({ startDate, timezone }: Span, locale: string, zone: string): string | null {
  const start = new Date(startDate)
  const clock = (timeZone: string) => [
    dayOf(start, locale, { timeZone, weekday: 'short', day: 'numeric', month: 'short' }),
    timeOf(start, locale, timeZone),
  ]
  const [there, here] = [clock(timezone), clock(zone)]
  if (there.join() === here.join()) return null
  return there[0] === here[0] ? (here[1] ?? null) : here.join(', ')
}

/** Weekday and date, joined here: what stands between them differs from one browser's data to the next. */
export function dayOf(
  date: Date,
  locale: string,
  { weekday, ...rest }: Intl.DateTimeFormatOptions & { timeZone: string },
): string {
  const name = format(date, locale, { ...(weekday && { weekday }), timeZone: rest.timeZone })
  return `${name}${locale === 'en-US' ? ', ' : ' '}${format(date, locale, rest)}`
}

export function timeOf(date: Date, locale: string, timeZone: string): string {
  return format(date, locale, { timeZone, timeStyle: 'short' })
}

export function format(date: Date, locale: string, options: Intl.DateTimeFormatOptions): string {
  // Node and browsers disagree on the space before "pm"; one space keeps what was rendered and what hydrates the same.
  return new Intl.DateTimeFormat(locale, options).format(date).replace(/\u202f/g, ' ')
}
