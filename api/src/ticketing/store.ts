import type { TicketingPhase, TicketingStatus } from '@tuvens/contract'
import type { Sql } from '@tuvens/platform/db'
import type { EventRow } from '../catalogue/store.ts'

/** Any number, the same on all nodes: the first half of the per-event locks. */
export const EVENT_LOCKS = 7_301

/**
 * Makes writers of one event's ticketing wait for each other until commit. Taken before the transaction writes
 * anything, so that transaction ids rise in the order of one event's changes; the stream's cursor counts on it.
 */
export async function lockEvent(sql: Sql, eventId: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(${EVENT_LOCKS}, (${eventId}::bigint % 2147483647)::integer)`
}

export type TicketingRow = Pick<
  EventRow,
  | 'id'
  | 'account_id'
  | 'ticketing_status'
  | 'source_status'
  | 'has_been_on_sale'
  | 'sales'
  | 'ticketing_version'
  | 'hi_events_event_id'
  | 'hi_events_event_url'
  | 'widget_url'
> & {
  manage_url: string | null
  source_sent_at: Date | null
  /** Another event that holds the Hi.Events id asked about. */
  holder_id: string | null
  /** Whether the organiser has parted this event from that Hi.Events id, and the newest word heard before. */
  is_parted: boolean
  parted_sent_at: Date | null
}

/** An event's ticketing and where a Hi.Events id stands towards it. Read after the lock, it stays true until commit. */
export async function findTicketing(
  sql: Sql,
  eventId: string,
  hiEventsEventId: number | null,
): Promise<TicketingRow | undefined> {
  const [row] = await sql<TicketingRow[]>`
    select e.id, e.account_id, e.ticketing_status, e.source_status, e.source_sent_at, e.has_been_on_sale,
      e.sales, e.ticketing_version, e.hi_events_event_id, e.hi_events_event_url, e.widget_url, e.manage_url,
      (select h.id from events h where h.hi_events_event_id = ${hiEventsEventId}::bigint and h.id <> e.id)
        as holder_id,
      p.event_id is not null as is_parted, p.source_sent_at as parted_sent_at
    from events e left join unlinked_pairs p
      on p.event_id = e.id and p.hi_events_event_id = ${hiEventsEventId}::bigint
    where e.id = ${eventId}`
  return row
}

export type TicketingState = Pick<
  TicketingRow,
  | 'ticketing_status'
  | 'source_status'
  | 'source_sent_at'
  | 'has_been_on_sale'
  | 'sales'
  | 'ticketing_version'
  | 'hi_events_event_id'
  | 'hi_events_event_url'
  | 'widget_url'
  | 'manage_url'
>

/** Writes an event's ticketing, and the ticket system's three contact fields with it. */
export async function updateTicketing(sql: Sql, eventId: string, state: TicketingState): Promise<void> {
  const contact = {
    hiEventsEventId: state.hi_events_event_id === null ? null : Number(state.hi_events_event_id),
    hiEventsStatus: state.source_status,
    hiEventsLastUpdated: state.source_sent_at?.toISOString() ?? null,
  }
  await sql`
    update events set ${sql(state)}, revision = revision + 1, updated_at = now(),
      contact_data = jsonb_strip_nulls(contact_data || ${sql.json(contact)})
    where id = ${eventId}`
}

export type NewChange = {
  eventId: string
  version: number
  status: TicketingStatus
  phase: TicketingPhase
  widgetUrl: string | null
  eventUrl: string | null
}

export async function insertChange(sql: Sql, change: NewChange): Promise<void> {
  await sql`
    insert into ticketing_changes (event_id, version, status, phase, widget_url, event_url)
    values (${change.eventId}, ${change.version}, ${change.status}, ${change.phase},
      ${change.widgetUrl}, ${change.eventUrl})`
}

export type Parting = { eventId: string; hiEventsEventId: string; sourceSentAt: Date | null }

export async function insertParting(sql: Sql, parting: Parting): Promise<void> {
  await sql`
    insert into unlinked_pairs (event_id, hi_events_event_id, source_sent_at)
    values (${parting.eventId}, ${parting.hiEventsEventId}, ${parting.sourceSentAt})
    on conflict do nothing`
}

export async function deleteParting(sql: Sql, eventId: string, hiEventsEventId: number): Promise<void> {
  await sql`
    delete from unlinked_pairs where event_id = ${eventId} and hi_events_event_id = ${hiEventsEventId}`
}
