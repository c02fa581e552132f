import ical, { type ICalEventData, ICalEventStatus } from 'ical-generator'

/** One entry of a calendar. Texts may come from anybody. */
export type CalendarEntry = {
  /** The same for the same thing, so that a second import updates the entry. */
  uid: string
  title: string
  start: Date
  end: Date | null
  place: string | null
  url: string
  description: string
  /** When the entry was last changed; now, by default. */
  changedAt?: Date
  /** A higher number replaces an entry that was imported earlier. */
  sequence?: number
  isCancelled?: boolean
}

/** Who wrote the file: `-//COMPANY//PRODUCT//EN`. */
export type CalendarProduct = { company: string; product: string }

/** A calendar that programs read again: what it is called, and how often they are asked to look. */
export type CalendarSubscription = { name: string; refreshSeconds: number }

/** An iCalendar file (RFC 5545). Times are UTC, which every calendar shows in its own zone. */
export function calendarFile(product: CalendarProduct, ...entries: readonly CalendarEntry[]): string {
  const calendar = ical({ prodId: { ...product, language: 'EN' } })
  for (const entry of entries) calendar.createEvent(partsOf(entry))
  return `${calendar.toString()}\r\n`
}

/** An iCalendar file that is subscribed to (RFC 7986). */
export function calendarSubscription(
  product: CalendarProduct,
  { name, refreshSeconds }: CalendarSubscription,
  entries: readonly CalendarEntry[],
): string {
  const calendar = ical({
    prodId: { ...product, language: 'EN' },
    name: plainLines(name),
    ttl: refreshSeconds,
  })
  for (const entry of entries) calendar.createEvent(partsOf(entry))
  return `${calendar.toString()}\r\n`
}

function partsOf(entry: CalendarEntry): ICalEventData {
  const { uid, start, end, place, url, changedAt, sequence, isCancelled = false } = entry
  return {
    id: uid,
    summary: plainLines(entry.title),
    start,
    ...(end !== null && end > start && { end }),
    ...(place !== null && { location: plainLines(place) }),
    url,
    description: plainLines(entry.description),
    ...(changedAt !== undefined && { stamp: changedAt }),
    ...(sequence !== undefined && { sequence }),
    status: isCancelled ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
  }
}

/** Everything that some reader takes for the end of a line (Unicode TR 13). */
const LINE_END = /\r\n|[\n\r\v\f\u0085\u2028\u2029]/g
/** RFC 5545 3.3.11 allows a tab and no other control character. */
const CONTROL = /(?![\n\t])\p{Cc}/gu

/** The library escapes the texts; it leaves control characters and unusual line ends, by which a lenient reader is misled. */
function plainLines(text: string): string {
  return text.replace(LINE_END, '\n').replace(CONTROL, '')
}
