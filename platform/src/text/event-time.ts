/** When an event takes place: instants, and the IANA zone of its venue. */
export type Span = { start: Date; end: Date | null; timeZone: string }

const SHORT_DAY = { weekday: 'short', day: 'numeric', month: 'short' } as const
const LONG_DAY = { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' } as const
const NIGHT_MS = 12 * 3_600_000

/** "Saturday 14 June 2025": the day on which an event starts. */
export function longDayOf({ start, timeZone }: Span, locale: string): string {
  return dayOf(start, locale, { ...LONG_DAY, timeZone })
}

/** "20:00 – 23:30"; names the day of the end when it is a later one. */
export function hoursOf({ start, end, timeZone }: Span, locale: string): string {
  const from = timeOf(start, locale, timeZone)
  if (end === null) return from
  const date = { ...SHORT_DAY, timeZone }
  const isSameNight = end.getTime() - start.getTime() < NIGHT_MS
  const endDay = dayOf(end, locale, date)
  const until = timeOf(end, locale, timeZone)
  return isSameNight || endDay === dayOf(start, locale, date)
    ? `${from} – ${until}`
    : `${from} – ${endDay}, ${until}`
}

/** "Sat 14 Jun 2025 · 20:00": a moment in a list, also without the year. */
export function momentOf(
  at: Date,
  locale: string,
  { timeZone, hasYear }: { timeZone: string; hasYear: boolean },
): string {
  const day = dayOf(at, locale, { ...SHORT_DAY, timeZone, ...(hasYear && { year: 'numeric' }) })
  return `${day} · ${timeOf(at, locale, timeZone)}`
}

/** Weekday and date. They are joined here because browsers put different characters between them. */
export function dayOf(
  date: Date,
  locale: string,
  { weekday, ...rest }: Intl.DateTimeFormatOptions & { timeZone: string },
): string {
  const name = format(date, locale, { ...(weekday && { weekday }), timeZone: rest.timeZone })
  return `${name}${separatorOf(locale)}${format(date, locale, rest)}`
}

/** Between weekday and date. */
function separatorOf(locale: string): string {
  if (locale.startsWith('ar')) return '، '
  return locale === 'en-US' || /^(de|es|pt)\b/.test(locale) ? ', ' : ' '
}

/** "20:00" */
export function timeOf(date: Date, locale: string, timeZone: string): string {
  return format(date, locale, { timeZone, timeStyle: 'short' })
}

/** As `Intl` does, with plain spaces. */
export function format(date: Date, locale: string, options: Intl.DateTimeFormatOptions): string {
  // Node and browsers put different spaces before "pm"; a plain one keeps server and browser output equal.
  return new Intl.DateTimeFormat(locale, options).format(date).replace(/\u202f/g, ' ')
}
