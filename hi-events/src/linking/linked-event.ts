import { sourceStatusOf } from '../relay/source-status.ts'
import type { Event } from '../upstream/answers.ts'
import type { LinkedEvent } from './store.ts'

/** A Hi.Events event as the link of a Tuvens event keeps it. */
export function linkedEventOf(event: Event, accountId: number, eventId: string): LinkedEvent {
  return {
    eventId,
    accountId,
    hiEventId: event.id,
    title: event.title,
    slug: event.slug,
    status: sourceStatusOf(event),
    endDate: event.end_date === null ? null : new Date(event.end_date),
  }
}
