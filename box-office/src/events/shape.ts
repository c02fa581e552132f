import type { OrganizerRow } from '../organizers/store.ts'
import { isoMicros, orNull } from '../rest/dates.ts'
import { plainText, slugOf } from '../rest/text.ts'
import type { EventAttribute, EventRow } from './store.ts'

export type Lifecycle = 'UPCOMING' | 'ONGOING' | 'ENDED'

/** Computed when it is read. An event without an end date never ends. */
export function lifecycleOf(
  { start_date, end_date }: Pick<EventRow, 'start_date' | 'end_date'>,
  now: number,
): Lifecycle {
  if (end_date !== null && end_date.getTime() < now) return 'ENDED'
  return start_date.getTime() > now ? 'UPCOMING' : 'ONGOING'
}

/** The event for its organiser and in webhooks. */
export function eventShape(event: EventRow, now: number) {
  return { ...eventCore(event, now), ...attributesOf(event) }
}

export function eventCore(event: EventRow, now: number) {
  return {
    id: event.id,
    title: event.title,
    category: event.category,
    description: event.description,
    start_date: isoMicros(event.start_date),
    end_date: orNull(isoMicros, event.end_date),
    status: event.status,
    lifecycle_status: lifecycleOf(event, now),
    currency: event.currency,
    timezone: event.timezone,
    slug: slugOf(event.title),
  }
}

/** An event that never had attributes has no such field. */
export function attributesOf({ attributes }: EventRow): { attributes?: EventAttribute[] } {
  return attributes === null ? {} : { attributes }
}

/** The public event, without products, settings and organizer. */
export function publicEventCore(event: EventRow, now: number) {
  return {
    id: event.id,
    title: event.title,
    category: event.category,
    description: event.description,
    description_preview: event.description === null ? '' : preview(event.description),
    start_date: isoMicros(event.start_date),
    end_date: orNull(isoMicros, event.end_date),
    currency: event.currency,
    slug: slugOf(event.title),
    status: event.status,
    lifecycle_status: lifecycleOf(event, now),
    timezone: event.timezone,
  }
}

export function publicAttributesOf({ attributes }: EventRow): { attributes?: EventAttribute[] } {
  return attributes === null ? {} : { attributes: attributes.filter((each) => each.is_public) }
}

const PREVIEW_LENGTH = 100

function preview(html: string): string {
  const text = plainText(html)
  return text.length > PREVIEW_LENGTH ? `${text.slice(0, PREVIEW_LENGTH).trimEnd()}...` : text
}

export type EventOwners = { event: EventRow; organizer: OrganizerRow }
