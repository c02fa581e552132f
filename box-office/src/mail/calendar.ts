import ical from 'ical-generator'

export type CalendarEntry = {
  /** The same for the same ticket, so that a second import updates the entry. */
  uid: string
  title: string
  start: Date
  end: Date | null
  place: string | null
  url: string
  description: string
}

/** An iCalendar file (RFC 5545) with one entry. Times are UTC, which every calendar shows in its own zone. */
export function calendarFile({ uid, title, start, end, place, url, description }: CalendarEntry): string {
  const calendar = ical({ prodId: { company: 'Box Office', product: 'Tickets', language: 'EN' } })
  calendar.createEvent({
    id: uid,
    summary: title,
    start,
    ...(end !== null && end > start && { end }),
    ...(place !== null && { location: place }),
    url,
    description,
  })
  return calendar.toString()
}
