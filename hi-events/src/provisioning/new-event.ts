import type { SessionEvent } from '@tuvens/contract'
import { currentZone } from '@tuvens/platform/zones'
import { cut } from '../upstream/cut.ts'
import type { NewEvent } from '../upstream/hi-events.ts'
import type { Attribute } from '../linking/attributes.ts'

const MAX_TITLE = 150

/** The draft of a linked event, with the attributes by which it is found again. */
export function newEventOf(event: SessionEvent, organizerId: number, attributes: Attribute[]): NewEvent {
  return {
    title: cut(event.title, MAX_TITLE),
    organizer_id: organizerId,
    start_date: event.startDate,
    ...endOf(event.startDate, event.endDate),
    ...(event.description.trim() !== '' && { description: paragraphs(event.description) }),
    timezone: currentZone(event.timezone),
    currency: event.currency,
    category: event.category,
    attributes: attributes.map((each) => ({ ...each, is_public: false })),
  }
}

/** Hi.Events refuses an end before the start, so it is left out for the organiser to set. */
export function endOf(start: string, end: string | null | undefined): { end_date?: string } {
  return end && Date.parse(end) >= Date.parse(start) ? { end_date: end } : {}
}

const ESCAPES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

/** Plain text as HTML, the format of descriptions on Hi.Events. */
export function paragraphs(text: string): string {
  return text
    .trim()
    .replace(/[&<>"]/g, (each) => ESCAPES[each] ?? '')
    .split(/\n\s*\n/)
    .map((each) => `<p>${each.trim().replaceAll('\n', '<br>')}</p>`)
    .join('')
}
