import type { Role } from '@tuvens/contract'
import type { Sql } from '@tuvens/platform/db/db'
import type { TicketingColumns } from '../catalogue/represent.ts'

/** An event's ticketing in the API's own tables, and the user's role in its account. */
export type EventEvidence = TicketingColumns & {
  end_date: Date | null
  /** Null: not a member. */
  role: Role | null
  source_sent_at: Date | null
  changed_at: Date | null
  /** When the newest applied status report was received. */
  received_at: Date | null
  /** When a status report was last refused as coming from the future, unless one was accepted since. */
  future_message_at: Date | null
}

export async function findEventEvidence(
  sql: Sql,
  eventId: string,
  userId: string | null,
): Promise<EventEvidence | undefined> {
  const [row] = await sql<EventEvidence[]>`
    select e.ticketing_status, e.source_status, e.has_been_on_sale, e.sales_status, e.ticketing_version,
      e.hi_events_event_id, e.hi_events_event_url, e.widget_url, e.ticket_dates, e.ticket_prices,
      e.source_sent_at, m.role,
      case when e.ticket_dates = '[]' and e.further_dates = '[]' then e.end_date else e.last_end end as end_date,
      (select max(changed_at) from ticketing_changes c where c.event_id = e.id) as changed_at,
      (select max(received_at) from status_deliveries i where i.event_id = e.id and i.outcome = 'applied')
        as received_at,
      (select case when a.outcome = 'SENT_IN_FUTURE' then a.at end from audit_log a
        where a.event_id = e.id and a.operation = 'status-webhook' and a.outcome in ('ok', 'SENT_IN_FUTURE')
        order by a.at desc limit 1) as future_message_at
    from events e left join memberships m on m.account_id = e.account_id and m.user_id = ${userId}
    where e.id = ${eventId}`
  return row
}
