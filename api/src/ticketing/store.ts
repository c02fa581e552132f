import type { Sql } from '@tuvens/platform/db/db'
import { currentTraceparent } from '@tuvens/platform/telemetry/trace'
import { queueEdit } from '../catalogue/store.ts'
import { phaseOf, type TicketingColumns } from '../catalogue/represent.ts'

/** What a writer of an event's ticketing can change. */
export type TicketingState = TicketingColumns & { manage_url: string | null; source_sent_at: Date | null }

export type TicketingRow = TicketingState & {
  id: string
  account_id: string
  /** Another event that is linked to the Hi.Events event in question. */
  other_linked_event_id: string | null
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
      e.sales_status, e.ticketing_version, e.hi_events_event_id, e.hi_events_event_url, e.widget_url, e.manage_url, e.ticket_dates,
      e.ticket_prices,
      (select h.id from events h where h.hi_events_event_id = ${hiEventsEventId}::bigint and h.id <> e.id)
        as other_linked_event_id,
      p.event_id is not null as is_unlinked, p.source_sent_at as unlinked_sent_at
    from events e left join unlinked_pairs p
      on p.event_id = e.id and p.hi_events_event_id = ${hiEventsEventId}::bigint
    where e.id = ${eventId}`
  return row
}

/** Writes what changes of an event's ticketing, and the three contact fields that repeat it. */
export async function updateTicketing(
  sql: Sql,
  state: TicketingRow,
  changes: Partial<TicketingState>,
): Promise<void> {
  const contact = {
    hiEventsEventId: state.hi_events_event_id === null ? null : Number(state.hi_events_event_id),
    hiEventsStatus: state.source_status,
    hiEventsLastUpdated: state.source_sent_at?.toISOString() ?? null,
  }
  const { ticket_dates: dates, ticket_prices: prices, ...columns } = changes
  const jsonColumns = {
    ...(dates !== undefined && { ticket_dates: sql.json(dates) }),
    ...(prices !== undefined && { ticket_prices: prices && sql.json(prices) }),
  }
  await sql`
    update events set ${sql({ ...columns, ...jsonColumns })}, revision = revision + 1, updated_at = now(),
      contact_data = jsonb_strip_nulls(contact_data || ${sql.json(contact)})
    where id = ${state.id}`
}

/** @param noticedAt when the ticket origin first had notice of what changed */
export async function insertChange(
  sql: Sql,
  state: TicketingColumns & { id: string },
  noticedAt: Date | null,
): Promise<void> {
  await sql`
    insert into ticketing_changes (event_id, version, status, phase, widget_url, event_url, dates, prices, details_version,
      noticed_at, traceparent)
    select id, ${state.ticketing_version}::integer, ${state.ticketing_status}, ${phaseOf(state)},
      ${state.widget_url}, ${state.hi_events_event_url}, ${sql.json(state.ticket_dates)}::jsonb,
      ${state.ticket_prices && sql.json(state.ticket_prices)}::jsonb, edited_revision, ${noticedAt},
      ${currentTraceparent() ?? null}
    from events where id = ${state.id}`
}

/** The event's details are to be told to the ticket origin. */
export async function insertEdit(sql: Sql, eventId: string): Promise<void> {
  await queueEdit(sql, sql`values (${eventId}::bigint)`)
}

/** An event without a Hi.Events event has nothing to record. */
export async function recordUnlink(sql: Sql, eventId: string): Promise<void> {
  await sql`
    insert into unlinked_pairs (event_id, hi_events_event_id, source_sent_at)
    select id, hi_events_event_id, source_sent_at from events
    where id = ${eventId} and hi_events_event_id is not null
    on conflict do nothing`
}

export async function deleteUnlink(sql: Sql, eventId: string, hiEventsEventId: number): Promise<void> {
  await sql`
    delete from unlinked_pairs where event_id = ${eventId} and hi_events_event_id = ${hiEventsEventId}`
}
