import type { SalesStatus, TicketDate, TicketingPhase, TicketingStatus, TicketPrices } from '@tuvens/contract'
import type { Sql } from '@tuvens/platform/db/db'
import { EVENT_LOCKS } from '../catalogue/store.ts'
import { type Cursor, START } from './cursor.ts'

export type ChangeRow = {
  xid: string
  id: string
  event_id: string
  version: number
  status: TicketingStatus
  phase: TicketingPhase | null
  widget_url: string | null
  event_url: string | null
  dates: TicketDate[]
  prices: TicketPrices | null
  details_version: number
  /** Of what caused the change; not in a snapshot. */
  traceparent?: string | null
  changed_at: Date
  /** Null unless the log has no row of the event: then a snapshot computes the phase from these columns. */
  source_status: string | null
  has_been_on_sale: boolean
  sales_status: SalesStatus | null
}

const CHANGE_COLUMNS =
  'c.xid, c.id, c.event_id, c.version, c.status, c.phase, c.widget_url, c.event_url, c.dates, c.prices, c.details_version, c.changed_at, c.traceparent'

export type TailRow = ChangeRow & {
  /** Every transaction that could commit a row before this one has ended. */
  is_settled: boolean
  /** When the ticket origin first had notice of what changed; null when that is not known. */
  noticed_at: Date | null
}

/**
 * The changes after a cursor, in commit order. Unsettled rows are included, so that the caller reads again soon.
 * `bound` is the result of `findWriterBound`, or null.
 */
export async function listChangesAfter(
  sql: Sql,
  { after, bound, limit }: { after: Cursor; bound: string | null; limit: number },
): Promise<TailRow[]> {
  return sql<TailRow[]>`
    select ${sql.unsafe(CHANGE_COLUMNS)}, c.noticed_at,
      c.xid < greatest(pg_snapshot_xmin(pg_current_snapshot()), ${bound}::xid8) as is_settled
    from ticketing_changes c
    where (c.xid, c.id) > (${String(after.xid)}::xid8, ${String(after.id)}::bigint)
    order by c.xid, c.id limit ${limit}`
}

/**
 * The transaction id below which no writer of changes can still commit, whatever other transactions run; null when
 * PostgreSQL does not show this role the writers. Writers lock the event before they get a transaction id. So a running
 * writer that got its id before this statement is visible here with lock and id. A writer without an id will get a
 * later one, or has just committed, which the next statement sees.
 */
export async function findWriterBound(sql: Sql): Promise<string | null> {
  const [row] = await sql<{ bound: string | null }[]>`
    select case when bool_or(not pg_has_role(writer.usesysid, 'usage')) then null
      else least(min(now.xmax), min(now.xmax - mod(now.xmax - writer.xid, 4294967296)))::text end as bound
    from (select pg_snapshot_xmax(pg_current_snapshot())::text::numeric as xmax) now
    left join (
      select s.usesysid, s.backend_xid::text::numeric as xid
      from pg_locks l join pg_stat_activity s on s.pid = l.pid
      where l.locktype = 'advisory' and l.granted and l.classid = ${EVENT_LOCKS} and l.objsubid = 2
        and s.datname = current_database()
    ) writer on true`
  return row?.bound ?? null
}

type LogRange = { after: Cursor; upTo: Cursor; eventIds: readonly string[] | null; limit: number }

/** A range of the log, for the given events or for all. */
export async function listRange(sql: Sql, { after, upTo, eventIds, limit }: LogRange): Promise<ChangeRow[]> {
  const ids = eventIds === null ? null : [...eventIds]
  return sql<ChangeRow[]>`
    select ${sql.unsafe(CHANGE_COLUMNS)} from ticketing_changes c
    where (c.xid, c.id) > (${String(after.xid)}::xid8, ${String(after.id)}::bigint)
      and (c.xid, c.id) <= (${String(upTo.xid)}::xid8, ${String(upTo.id)}::bigint)
      and (${ids}::bigint[] is null or c.event_id = any (${ids}::bigint[]))
    order by c.xid, c.id limit ${limit}`
}

/** The last row that maintenance has deleted: a stream cannot resume from a cursor before it. */
export async function findLastDeleted(sql: Sql): Promise<Cursor> {
  const [row] = await sql<{ xid: string; id: string }[]>`select xid, id from last_deleted_change`
  return row === undefined ? START : { xid: BigInt(row.xid), id: BigInt(row.id) }
}

/** Where a new node starts to follow: the last settled row, or, in an empty log, the last deleted one. */
export async function findTail(sql: Sql): Promise<Cursor> {
  const [row] = await sql<{ xid: string; id: string }[]>`
    (select xid, id from ticketing_changes where xid < pg_snapshot_xmin(pg_current_snapshot())
      order by xid desc, id desc limit 1)
    union all (select xid, id from last_deleted_change)
    order by xid desc, id desc limit 1`
  return row === undefined ? START : { xid: BigInt(row.xid), id: BigInt(row.id) }
}

/** Whether this cluster has assigned the cursor's transaction id. Not so when the database was restored elsewhere. */
export async function isPlausible(sql: Sql, cursor: Cursor): Promise<boolean> {
  const [row] = await sql<{ is_plausible: boolean }[]>`
    select ${String(cursor.xid)}::xid8 < pg_snapshot_xmax(pg_current_snapshot()) as is_plausible`
  return row?.is_plausible === true
}

/** Rows restored from another cluster can carry transaction ids that are still in the future here and never settle. */
export async function deleteForeignChanges(sql: Sql): Promise<number> {
  const result = await sql`
    with moved as (
      update last_deleted_change set xid = '0', id = 0 where xid >= pg_snapshot_xmax(pg_current_snapshot())
    )
    delete from ticketing_changes where xid >= pg_snapshot_xmax(pg_current_snapshot())`
  return result.count
}

/**
 * The state of events as of a cursor: the last change up to it, or the event itself when the log has no row of it.
 * An event that has only later changes is left out, because the stream is about to deliver them.
 */
export async function listStates(sql: Sql, at: Cursor, eventIds: readonly string[]): Promise<ChangeRow[]> {
  return sql<ChangeRow[]>`
    ${statesAt(sql, at)}
    where e.id = any (${[...eventIds]}::bigint[]) and ${isNotOnlyLater(sql)}
    order by e.id`
}

/** As `listStates`, for every event that has or had ticketing and is not over; at most `limit`, the latest ones. */
export async function listAllStates(sql: Sql, at: Cursor, limit: number): Promise<ChangeRow[]> {
  return sql<ChangeRow[]>`
    ${statesAt(sql, at)}
    where e.ticketing_version > 0 and e.last_end > now() - interval '1 day'
      and ${isNotOnlyLater(sql)}
    order by e.updated_at desc limit ${limit}`
}

function statesAt(sql: Sql, at: Cursor) {
  return sql`
    select e.id as event_id, coalesce(c.version, e.ticketing_version) as version,
      coalesce(c.status, e.ticketing_status) as status, c.phase, e.source_status, e.has_been_on_sale,
      e.sales_status,
      case when c.id is null then e.widget_url else c.widget_url end as widget_url,
      case when c.id is null then e.hi_events_event_url else c.event_url end as event_url,
      case when c.id is null then e.ticket_dates else c.dates end as dates,
      case when c.id is null then e.ticket_prices else c.prices end as prices,
      coalesce(c.details_version, e.edited_revision) as details_version,
      coalesce(c.changed_at, e.updated_at) as changed_at
    from events e left join lateral (
      select * from ticketing_changes c
      where c.event_id = e.id and (c.xid, c.id) <= (${String(at.xid)}::xid8, ${String(at.id)}::bigint)
      order by c.version desc limit 1) c on true`
}

function isNotOnlyLater(sql: Sql) {
  return sql`(c.id is not null or not exists (select from ticketing_changes later where later.event_id = e.id))`
}
