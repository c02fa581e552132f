import type { TuvensEvent } from '@tuvens/contract'
import { addressLines, shortPlace } from '$lib/format/place.ts'
import { timesOf } from '$lib/format/when/times.ts'
import type { PlanBefore } from './session/plan-before.ts'

/** A mail to the ticket holders of an event. */
export type HoldersMessage = { subject: string; text: string }

/** When and where an event takes place, in words. */
export function planOf({ startDate, endDate, timezone, venue }: TuvensEvent, locale: string): PlanBefore {
  const { day, hours, zone } = timesOf({ startDate, endDate, timezone }, locale)
  const where = venue === null ? [] : addressLines(venue, locale)
  return { when: `${day}, ${hours} (${zone})`, where: [shortPlace(venue), ...where].join(', ') }
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
