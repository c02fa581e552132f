import type { TicketingPhase, TicketingStatus } from '@tuvens/contract'
import type { Sql } from '@tuvens/platform/db/db'
import type { CatalogueRow } from '../catalogue/store.ts'

/** First key of the advisory locks per event. Any number, but the same on all nodes. */
export const EVENT_LOCKS = 7_301

/**
 * Serialises the writers of one event's ticketing until they commit. Taken before the transaction writes anything, so
 * that transaction ids rise in the order of one event's changes: the stream's cursor depends on it.
 */
export async function lockEvent(sql: Sql, eventId: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(${EVENT_LOCKS}, (${eventId}::bigint % 2147483647)::integer)`
}

export type TicketingRow = Pick<
  CatalogueRow,
  | 'id'
  | 'account_id'
  | 'ticketing_status'
  | 'source_status'
  | 'has_been_on_sale'
  | 'sales_status'
  | 'ticketing_version'
  | 'hi_events_event_id'
  | 'hi_events_event_url'
  | 'widget_url'
> & {
  manage_url: string | null
  source_sent_at: Date | null
  /** Another event that is linked to the Hi.Events event in question. */
  holder_id: string | null
  /** Whether an organiser has unlinked the pair, and when the newest status report before that was sent. */
  is_unlinked: boolean
  unlinked_sent_at: Date | null
}

/** An event's ticketing, and how a Hi.Events event relates to it. Read under the lock, it holds until commit. */
export async function findTicketing(
  sql: Sql,
  eventId: string,
  hiEventsEventId: number | null,
): Promise<TicketingRow | undefined> {
  const [row] = await sql<TicketingRow[]>`
    select e.id, e.account_id, e.ticketing_status, e.source_status, e.source_sent_at, e.has_been_on_sale,
      e.sales_status, e.ticketing_version, e.hi_events_event_id, e.hi_events_event_url, e.widget_url, e.manage_url,
      (select h.id from events h where h.hi_events_event_id = ${hiEventsEventId}::bigint and h.id <> e.id)
        as holder_id,
      p.event_id is not null as is_unlinked, p.source_sent_at as unlinked_sent_at
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
  | 'sales_status'
  | 'ticketing_version'
  | 'hi_events_event_id'
  | 'hi_events_event_url'
  | 'widget_url'
  | 'manage_url'
>

/** Writes an event's ticketing and the three contact fields that repeat it. */
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

export type NewTicketingChange = {
  eventId: string
  version: number
  status: TicketingStatus
  phase: TicketingPhase
  widgetUrl: string | null
  eventUrl: string | null
}

export async function insertChange(sql: Sql, change: NewTicketingChange): Promise<void> {
  await sql`
    insert into ticketing_changes (event_id, version, status, phase, widget_url, event_url)
    values (${change.eventId}, ${change.version}, ${change.status}, ${change.phase},
      ${change.widgetUrl}, ${change.eventUrl})`
}

export type UnlinkedPair = { eventId: string; hiEventsEventId: string; sourceSentAt: Date | null }

export async function recordUnlink(sql: Sql, pair: UnlinkedPair): Promise<void> {
  await sql`
    insert into unlinked_pairs (event_id, hi_events_event_id, source_sent_at)
    values (${pair.eventId}, ${pair.hiEventsEventId}, ${pair.sourceSentAt})
    on conflict do nothing`
}

export async function deleteUnlink(sql: Sql, eventId: string, hiEventsEventId: number): Promise<void> {
  await sql`
    delete from unlinked_pairs where event_id = ${eventId} and hi_events_event_id = ${hiEventsEventId}`
}
