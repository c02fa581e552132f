import { endOf } from '../upstream/dates.ts'
import type { HiEvent } from '../upstream/event-answers.ts'
import { sourceStatusOf } from './source-status.ts'
import { ticketDatesOf } from './ticket-dates.ts'

/** Both events of a link, and what was read of the one in Hi.Events. */
export type LinkedEvent = ReturnType<typeof linkedEventOf>

/** A Hi.Events event as the link of a Tuvens event records it. */
export function linkedEventOf(event: HiEvent, accountId: number, eventId: string) {
  return {
    eventId,
    accountId,
    hiEventId: event.id,
    title: event.title,
    sourceStatus: sourceStatusOf(event),
    endDate: endOf(event),
    dates: ticketDatesOf(event),
  }
}
