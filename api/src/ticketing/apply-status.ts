import { type SalesStatus, ticketingStatusOf } from '@tuvens/contract'
import type { Sql } from '@tuvens/platform/db'
import { slugOf } from '../base/slug.ts'
import type { TicketingRow, TicketingState } from './store.ts'
import { writeTicketing } from './write.ts'

/** What the ticket system says of its event. */
export type SourceWord = {
  hiEventsEventId: number
  status: string
  title: string
  sentAt: Date
  /** How sales of a live event stand; null when they are open, or the sender does not say. */
  sales: SalesStatus | null
}

/**
 * Gives an event the ticketing its source speaks of (A6): status, phase, contact fields and, when a page would show it,
 * the change row. An event nobody linked is linked by the first word about it.
 */
export async function applyStatus(
  sql: Sql,
  before: TicketingRow,
  { word, ticketOrigin }: { word: SourceWord; ticketOrigin: string },
): Promise<TicketingState> {
  const status = ticketingStatusOf(word.status)
  const link = before.hi_events_event_id === null ? defaultLink(word, ticketOrigin) : linkOf(before)
  return writeTicketing(sql, before, {
    ...link,
    ticketing_status: status,
    source_status: word.status,
    source_sent_at: word.sentAt,
    has_been_on_sale: before.has_been_on_sale || status === 'active',
    sales: status === 'active' ? word.sales : null,
  })
}

type Link = Pick<TicketingState, 'hi_events_event_id' | 'hi_events_event_url' | 'widget_url' | 'manage_url'>

function linkOf({ hi_events_event_id, hi_events_event_url, widget_url, manage_url }: TicketingRow): Link {
  return { hi_events_event_id, hi_events_event_url, widget_url, manage_url }
}

/** Addresses every ticket origin has, for callers that send a status without ever having linked. */
function defaultLink({ hiEventsEventId: id, title }: SourceWord, ticketOrigin: string): Link {
  return {
    hi_events_event_id: String(id),
    hi_events_event_url: `${ticketOrigin}/event/${id}/${slugOf(title, 'event')}`,
    widget_url: `${ticketOrigin}/embed/${id}`,
    manage_url: `${ticketOrigin}/manage/event/${id}`,
  }
}
