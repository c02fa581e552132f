import { dayOf, timeOf } from '@tuvens/platform/text/event-time'

/** The reader's locale and time zone; the zone is null until their browser has sent it. */
export type ReaderSettings = { locale: string; zone: string | null }

/** When an event takes place: instants, and the IANA zone of its venue. */
export type EventSpan = { startDate: string; endDate: string | null; timezone: string }

/** The start in the reader's zone, with the day if it differs; null when both zones show the same time. */
export function startOnClockOf(
  { startDate, timezone }: EventSpan,
  locale: string,
  zone: string,
): string | null {
  const start = new Date(startDate)
  const clock = (timeZone: string) => [
    dayOf(start, locale, { timeZone, weekday: 'short', day: 'numeric', month: 'short' }),
    timeOf(start, locale, timeZone),
  ]
  const [there, here] = [clock(timezone), clock(zone)]
  if (there.join() === here.join()) return null
  return there[0] === here[0] ? (here[1] ?? null) : here.join(', ')
}
