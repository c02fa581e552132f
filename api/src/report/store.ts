import type { Role } from '@tuvens/contract'
import type { Sql } from '@tuvens/platform/db'
import type { EventRow } from '../catalogue/store.ts'

/** An event's ticketing as this side has it, and what the asking user is to its account. */
export type View = Pick<
  EventRow,
  | 'ticketing_status'
  | 'source_status'
  | 'has_been_on_sale'
  | 'sales'
  | 'ticketing_version'
  | 'hi_events_event_id'
  | 'widget_url'
  | 'end_date'
> & {
  /** Null: not a member. */
  role: Role | null
  source_sent_at: Date | null
  changed_at: Date | null
  /** When the newest message that counted came in. */
  received_at: Date | null
}

export async function findView(sql: Sql, eventId: string, userId: string): Promise<View | undefined> {
  const [row] = await sql<View[]>`
    select e.ticketing_status, e.source_status, e.has_been_on_sale, e.sales, e.ticketing_version,
      e.hi_events_event_id, e.widget_url, e.end_date, e.source_sent_at, m.role,
      (select max(changed_at) from ticketing_changes c where c.event_id = e.id) as changed_at,
      (select max(received_at) from webhook_inbox i where i.event_id = e.id and i.outcome = 'applied')
        as received_at
    from events e left join memberships m on m.account_id = e.account_id and m.user_id = ${userId}
    where e.id = ${eventId}`
  return row
}
