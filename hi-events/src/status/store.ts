import type { SalesStatus, SourceStatus, TicketDate, TicketPrices } from '@tuvens/contract'
import type { Sql } from '@tuvens/platform/db/db'
import { currentTraceparent } from '@tuvens/platform/telemetry/trace'
import type { LinkedEvent } from './linked-event.ts'

/** A link with the last state read of its Hi.Events event. */
export type LinkStatus = {
  /** Tuvens event id. */
  eventId: string
  accountId: number
  hiEventId: number
  title: string
  sourceStatus: SourceStatus
  wasLive: boolean
  endDate: Date | null
  /** Those of an event of several dates, as they were when it was last read. */
  dates: TicketDate[]
  /** How many readings were applied; a text, because it is a `bigint`. */
  readCount: string
  readAt: Date | null
  /** When the link was registered with the API. */
  registeredAt: Date | null
  /** Since when its Hi.Events event is missing. */
  missingAt: Date | null
  /** Since when the API refuses reports of it. */
  stoppedAt: Date | null
}

function select(sql: Sql) {
  return sql`
    select s.tuvens_event_id as "eventId", l.tuvens_account_id::float8 as "accountId",
      s.hi_event_id::float8 as "hiEventId", s.title, s.source_status as "sourceStatus", s.was_live as "wasLive",
      s.end_date as "endDate", s.dates, s.read_count as "readCount", s.read_at as "readAt",
      s.registered_at as "registeredAt", s.missing_at as "missingAt", s.stopped_at as "stoppedAt"
    from link_statuses s join links l using (tuvens_event_id)`
}

/** The status of a Tuvens event's link. */
export async function findLinkStatus(sql: Sql, eventId: string): Promise<LinkStatus | undefined> {
  const [status] = await sql<LinkStatus[]>`${select(sql)} where s.tuvens_event_id = ${eventId}`
  return status
}

/** The status of a Hi.Events event's link. */
export async function findLinkStatusByHiEvent(sql: Sql, hiEventId: number): Promise<LinkStatus | undefined> {
  const [status] = await sql<LinkStatus[]>`${select(sql)} where s.hi_event_id = ${hiEventId}`
  return status
}

/** The origins that may frame the tickets of an event of the ticket system; null unless it is linked and exists. */
export async function findFramingOrigins(sql: Sql, hiEventId: number): Promise<string[] | null> {
  const [row] = await sql<{ origins: string[] }[]>`
    select l.framing_origins as origins from link_statuses s join links l using (tuvens_event_id)
    where s.hi_event_id = ${hiEventId} and s.missing_at is null and l.unlinked_at is null`
  return row?.origins ?? null
}

/** An account's links, including those whose event is missing: it may reappear. */
export async function listLinkStatuses(sql: Sql, accountId: number): Promise<LinkStatus[]> {
  return sql<LinkStatus[]>`
    ${select(sql)} where l.tuvens_account_id = ${accountId} order by s.tuvens_event_id`
}

/** The links of an account to these Hi.Events events. */
export async function listLinkStatusesOf(
  sql: Sql,
  accountId: number,
  hiEventIds: number[],
): Promise<LinkStatus[]> {
  return sql<LinkStatus[]>`
    ${select(sql)} where l.tuvens_account_id = ${accountId} and s.hi_event_id = any(${hiEventIds}::bigint[])
    order by s.tuvens_event_id`
}

/** The links of an account to other Hi.Events events than these, which are not known to be missing. */
export async function listUnlistedLinks(
  sql: Sql,
  accountId: number,
  hiEventIds: number[],
): Promise<LinkStatus[]> {
  return sql<LinkStatus[]>`
    ${select(sql)} where l.tuvens_account_id = ${accountId} and s.missing_at is null
      and s.hi_event_id not in (select unnest(${hiEventIds}::bigint[]))
    order by s.tuvens_event_id`
}

/** The status of a new link, or of one that was linked again: for another Hi.Events event nothing has been sent or read yet. */
export async function startStatus(sql: Sql, event: LinkedEvent): Promise<void> {
  await sql`
    insert into link_statuses as s
      (tuvens_event_id, hi_event_id, title, source_status, was_live, end_date, dates, read_at)
    values (${event.eventId}, ${event.hiEventId}, ${event.title}, ${event.sourceStatus},
      ${event.sourceStatus === 'LIVE'}, ${event.endDate}, ${sql.json(event.dates)}, clock_timestamp())
    on conflict (tuvens_event_id) do update set
      hi_event_id = excluded.hi_event_id, title = excluded.title,
      source_status = excluded.source_status, end_date = excluded.end_date, dates = excluded.dates,
      read_count = s.read_count + 1, read_at = excluded.read_at, missing_at = null,
      was_live = excluded.was_live or (s.was_live and s.hi_event_id = excluded.hi_event_id),
      sales_status = case when s.hi_event_id = excluded.hi_event_id then s.sales_status end,
      prices = case when s.hi_event_id = excluded.hi_event_id then s.prices end,
      registered_at = case when s.hi_event_id = excluded.hi_event_id then s.registered_at end`
}

/** The link is registered with the API: from now on its status is reported, also after an earlier stop. */
export async function markRegistered(sql: Sql, eventId: string): Promise<void> {
  await sql`
    update link_statuses set registered_at = now(), stopped_at = null, stopped_reason = null,
      sent_source_status = null
    where tuvens_event_id = ${eventId}`
}

/** What was read of a linked event. */
export type Reading = {
  eventId: string
  /** `readCount` when the reading began. */
  basedOnCount: string
  sourceStatus: SourceStatus
  title: string
  endDate: Date | null
  dates: TicketDate[]
  isMissing: boolean
}

/**
 * Many rows are locked in the order of their ids, so that no two statements wait for each other. A row that another
 * statement changed meanwhile is compared again as it is then.
 */
function lockInOrder(sql: Sql, eventIds: string[]) {
  return sql`
    select tuvens_event_id as id from link_statuses where tuvens_event_id = any (${eventIds}::bigint[])
    order by tuvens_event_id for update`
}

/**
 * Applies the readings during which no other one was applied; another may be older than what is stored.
 *
 * @returns the Tuvens events whose readings were applied
 */
export async function applyReadings(sql: Sql, readings: Reading[]): Promise<string[]> {
  const column = <K extends keyof Reading>(name: K) => readings.map((each) => each[name])
  const eventIds = column('eventId')
  const ends = readings.map(({ endDate }) => endDate?.toISOString() ?? null)
  const rows = await sql<{ id: string }[]>`
    with locked as (${lockInOrder(sql, eventIds)})
    update link_statuses s set read_count = s.read_count + 1, read_at = clock_timestamp(),
      source_status = r.source_status, was_live = s.was_live or r.source_status = 'LIVE', title = r.title,
      end_date = r.end_date, dates = r.dates::jsonb,
      sales_status = case when r.source_status = 'LIVE' then s.sales_status end,
      prices = case when r.source_status = 'LIVE' then s.prices end,
      missing_at = case when r.is_missing then coalesce(s.missing_at, now()) end
    from locked join unnest(${eventIds}::bigint[], ${column('basedOnCount')}::bigint[],
      ${column('sourceStatus')}::text[], ${column('title')}::text[], ${ends}::text[]::timestamptz[],
      ${column('dates').map((dates) => JSON.stringify(dates))}::text[], ${column('isMissing').map(String)}::text[]::boolean[])
      as r (id, based_on_count, source_status, title, end_date, dates, is_missing) on r.id = locked.id
    where s.tuvens_event_id = locked.id and s.read_count = r.based_on_count
    returning s.tuvens_event_id as id`
  return rows.map(({ id }) => id)
}

/** What was read of a live event's shop. */
type ShopReading = {
  hiEventId: number
  /** Null when sales are open. */
  salesStatus: SalesStatus | null
  /** Null when nothing can be bought, or prices are not known. */
  prices: TicketPrices | null
  ageMs: number
}

/**
 * Its age, not its time, gives its place among the readings of all nodes: only the database's clock counts.
 *
 * @returns the Tuvens event; undefined when its event is not live or a later reading was applied already
 */
export async function applyShopReading(sql: Sql, reading: ShopReading): Promise<string | undefined> {
  const [row] = await sql<{ id: string }[]>`
    update link_statuses
    set sales_status = ${reading.salesStatus}, prices = ${reading.prices && sql.json(reading.prices)},
      shop_read_at = now() - ${reading.ageMs} * interval '1 millisecond'
    where hi_event_id = ${reading.hiEventId} and source_status = 'LIVE' and (shop_read_at is null
      or shop_read_at < now() - ${reading.ageMs} * interval '1 millisecond' or shop_read_at > now())
    returning tuvens_event_id as id`
  return row?.id
}

/** A report that may be queued; its id becomes that of the message. */
export type NewReport = { id: string; eventId: string }

/**
 * Puts reports into the outbox whose source status, sales status, dates or prices are not the last ones sent and whose link is
 * registered with the API. The time of each, in milliseconds, is later than that of the last report of its link. Each
 * carries the time of the first delivery about its event that is still being processed.
 *
 * @returns how many were queued
 */
export async function queueReports(sql: Sql, reports: NewReport[], now: number): Promise<number> {
  const eventIds = reports.map(({ eventId }) => eventId)
  const { count } = await sql`
    with locked as (${lockInOrder(sql, eventIds)}),
    changed as (
      update link_statuses s set sent_source_status = source_status, sent_sales_status = sales_status, sent_dates = dates,
        sent_prices = prices, sent_at_ms = greatest(sent_at_ms + 1, ${now})
      from locked join unnest(${reports.map(({ id }) => id)}::text[]::uuid[], ${eventIds}::bigint[]) as report (id, event_id)
        on report.event_id = locked.id
      where s.tuvens_event_id = locked.id and registered_at is not null and stopped_at is null
        and (sent_source_status, sent_sales_status, sent_dates, sent_prices)
          is distinct from (source_status, sales_status, dates, prices)
      returning report.id, tuvens_event_id, hi_event_id, title, source_status, sales_status, dates, prices, sent_at_ms)
    insert into outbox (id, tuvens_event_id, hi_event_id, title, source_status, sales_status, dates, prices, sent_at_ms,
      noticed_at, traceparent)
    select id, tuvens_event_id, hi_event_id, title, source_status, sales_status, dates, prices, sent_at_ms,
      (select min(received_at) from deliveries d where d.hi_event_id = changed.hi_event_id and processed_at is null),
      ${currentTraceparent() ?? null}
    from changed`
  return count
}

/** The API refused further reports of this pair, until it is linked again. A refusal of a report created before the last linking is ignored. */
export async function stopReports(
  sql: Sql,
  message: { id: string; eventId: string; hiEventId: number },
  reason: 'gone' | 'conflict',
): Promise<void> {
  await sql`
    update link_statuses set stopped_at = now(), stopped_reason = ${reason}
    where tuvens_event_id = ${message.eventId} and hi_event_id = ${message.hiEventId}
      and registered_at <= (select created_at from outbox where id = ${message.id})`
}

/**
 * Live events whose end has come. One that still reports itself live, because its clock differs, is read less and less
 * often: after a second, then at twice the time since its end, at last every 15 s.
 */
export async function listEnded(sql: Sql, limit: number): Promise<string[]> {
  const rows = await sql<{ id: string }[]>`
    select tuvens_event_id as id from link_statuses
    where source_status = 'LIVE' and missing_at is null and end_date <= now()
      and (read_at is null or read_at < end_date or now() - read_at
        > least(interval '15 seconds', greatest(interval '1 second', (read_at - end_date))))
    order by end_date limit ${limit}`
  return rows.map((each) => each.id)
}
