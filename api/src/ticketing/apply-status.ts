import { type SalesStatus, type TicketDate, ticketingStatusOf, type TicketPrices } from '@tuvens/contract'
import type { Sql } from '@tuvens/platform/db/db'
import { slugOf } from '../base/slug.ts'
import type { TicketingRow, TicketingState } from './store.ts'
import { writeTicketing } from './write.ts'

/** What a status webhook reports of a Hi.Events event. */
export type StatusReport = {
  hiEventsEventId: number
  sourceStatus: string
  title: string
  sentAt: Date
  /** When the ticket origin first had notice of the change; null when it does not tell. */
  noticedAt: Date | null
  /** Null when sales are open or the sender does not report them. */
  salesStatus: SalesStatus | null
  /** Of an event of several dates. */
  dates: TicketDate[]
  /** Null when nothing can be bought, or the sender does not report prices. */
  prices: TicketPrices | null
}

/**
 * Gives an event the ticketing that a status report implies (A6): status, phase, contact fields and, when a page would
 * show a difference, the change row. The first report about an event without a link links it.
 */
export async function applyStatus(
  sql: Sql,
  before: TicketingRow,
  { report, ticketOrigin }: { report: StatusReport; ticketOrigin: string },
): Promise<TicketingState> {
  const status = ticketingStatusOf(report.sourceStatus)
  const changes = {
    ...(before.hi_events_event_id === null && defaultLink(report, ticketOrigin)),
    ticketing_status: status,
    source_status: report.sourceStatus,
    source_sent_at: report.sentAt,
    has_been_on_sale: before.has_been_on_sale || status === 'active',
    sales_status: status === 'active' ? report.salesStatus : null,
    // A draft's dates are not published.
    ticket_dates: status === 'setup' ? [] : report.dates,
    ticket_prices: status === 'active' ? report.prices : null,
  }
  return writeTicketing(sql, before, changes, report.noticedAt)
}

/** The URLs that every ticket origin has, for a sender that reports a status without having linked the event. */
function defaultLink({ hiEventsEventId: id, title }: StatusReport, ticketOrigin: string) {
  return {
    hi_events_event_id: String(id),
    hi_events_event_url: `${ticketOrigin}/event/${id}/${slugOf(title, 'event')}`,
    widget_url: `${ticketOrigin}/embed/${id}`,
    manage_url: `${ticketOrigin}/manage/event/${id}`,
  }
}
