import type { EventDetails } from '@tuvens/contract'
import { categoryName } from '$lib/format/category.ts'
import { addressLines } from '$lib/format/place.ts'
import { timesOf } from '$lib/format/when/times.ts'
import { ENGLISH } from './english.ts'

/** A part of an event's details as lines of text, in the words of its page. An empty list: nothing is given. */
export function detailLines(details: Partial<EventDetails>, locale: string): string[] {
  const { title, description, venue, category, currency } = details
  const { startDate, endDate = null, furtherDates = [], timezone } = details
  if (title !== undefined) return [title]
  if (description !== undefined) return description.split('\n').filter((line) => line.trim() !== '')
  if (startDate !== undefined && timezone !== undefined)
    return [{ startDate, endDate }, ...furtherDates].flatMap((span) =>
      timeLines({ ...span, timezone }, locale),
    )
  if (venue) return [venue.name, ...addressLines(venue, locale)]
  if (category !== undefined) return [categoryName(category, ENGLISH)]
  return currency === undefined ? [] : [currency]
}

/** An unreadable date of the ticket system, or a zone that is not known here, is shown as it is. */
function timeLines(span: { startDate: string; endDate: string | null; timezone: string }, locale: string) {
  try {
    const { day, hours, zone } = timesOf(span, locale)
    return [day, hours, zone]
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    return [span.startDate, span.endDate, span.timezone].filter((each) => each !== null)
  }
}
