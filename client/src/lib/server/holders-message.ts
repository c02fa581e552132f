import type { TuvensEvent } from '@tuvens/contract'
import { addressLines, shortPlace } from '$lib/format/place.ts'
import { timesOf } from '$lib/format/when/times.ts'
import { ENGLISH } from './english.ts'
import { MAX_WHEN, type PlanBefore } from './session/plan-before.ts'

/** A mail to the ticket holders of an event. */
export type HoldersMessage = { subject: string; text: string }

/** Dates that a mail names at the most. */
const MAX_NAMED = 12

/** When and where an event takes place, in words. */
export function planOf(event: TuvensEvent, locale: string): PlanBefore {
  const { startDate, endDate, furtherDates = [], timezone, venue } = event
  const named = [{ startDate, endDate }, ...furtherDates.slice(0, MAX_NAMED - 1)].map((span) => {
    const { day, hours, zone } = timesOf({ ...span, timezone }, locale)
    return `${day}, ${hours} (${zone})`
  })
  const where = venue === null ? [] : addressLines(venue, locale)
  return {
    when: listOf(named, furtherDates.length + 1),
    where: [shortPlace(venue, ENGLISH), ...where].join(', '),
  }
}

/** As many dates as the plan before a change can hold, so that both are compared in full; the rest are counted. */
function listOf(dates: string[], count: number): string {
  const rest = count - dates.length
  const list = [...dates, ...(rest > 0 ? [ENGLISH('events.moreDates', { count: rest })] : [])].join('; ')
  return list.length <= MAX_WHEN || dates.length === 1 ? list : listOf(dates.slice(0, -1), count)
}

/** What those who have tickets should read after a cancellation, or after a change of time or place; null when neither was. */
export function holdersMessage(
  event: TuvensEvent,
  before: PlanBefore | null,
  locale: string,
): HoldersMessage | null {
  const now = planOf(event, locale)
  const { title } = event
  if (event.ticketing_phase === 'cancelled')
    return {
      subject: `Cancelled: ${title}`,
      text: paragraphs(
        `${title} on ${now.when} does not take place.`,
        'Your ticket for it is not valid any more. If you have paid, we write to you about your money.',
      ),
    }
  if (before === null || (before.when === now.when && before.where === now.where)) return null
  const [isTime, isPlace] = [before.when !== now.when, before.where !== now.where]
  const what = isTime && isPlace ? 'Time and place' : isTime ? 'The time' : 'The place'
  return {
    subject: `${what} changed: ${title}`,
    text: paragraphs(
      `${what} of ${title} ${isTime && isPlace ? 'have' : 'has'} changed.`,
      [`When: ${now.when}`, ...(isTime ? [`Before: ${before.when}`] : [])].join('\n'),
      [`Where: ${now.where}`, ...(isPlace ? [`Before: ${before.where}`] : [])].join('\n'),
      'Your ticket stays valid.',
    ),
  }
}

function paragraphs(...parts: string[]): string {
  return parts.join('\n\n')
}
