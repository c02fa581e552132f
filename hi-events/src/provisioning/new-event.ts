import type { SessionEvent } from '@tuvens/contract'
import { currentZone } from '@tuvens/platform/zones'
import { paragraphs } from '../details/html-text.ts'
import { endAfter } from '../details/times.ts'
import { cut } from '../upstream/cut.ts'
import type { NewEvent } from '../upstream/hi-events.ts'
import type { Attribute } from '../linking/attributes.ts'

const MAX_TITLE = 150

/** The draft of a linked event, with the attributes by which it is found again. */
export function newEventOf(event: SessionEvent, organizerId: number, attributes: Attribute[]): NewEvent {
  const end = endAfter(event.startDate, event.endDate)
  return {
    title: cut(event.title, MAX_TITLE),
    organizer_id: organizerId,
    start_date: event.startDate,
    ...(end !== null && { end_date: end }),
    ...(event.description.trim() !== '' && { description: paragraphs(event.description) }),
    timezone: currentZone(event.timezone),
    currency: event.currency,
    category: event.category,
    ...(event.furtherDates !== undefined && { type: 'RECURRING' as const }),
    attributes: attributes.map((each) => ({ ...each, is_public: false })),
  }
}
