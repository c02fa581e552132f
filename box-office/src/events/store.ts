import type { Sql } from '@tuvens/platform/db/db'
import type { PageQuery } from '../rest/page.ts'
import type { Cover } from './cover/store.ts'
import type { StoredSettings } from './settings/settings-shape.ts'

export type EventStatus = 'DRAFT' | 'LIVE' | 'ARCHIVED'
export type EventAttribute = { name: string; value: string; is_public: boolean }
export type EventRow = {
  id: number
  account_id: number
  organizer_id: number
  title: string
  description: string | null
  category: string
  status: EventStatus
  /** Null until it is first live. */
  published_at: Date | null
  currency: string
  timezone: string
  type: 'SINGLE' | 'RECURRING'
  recurrence_rule: object | null
  start_date: Date
  end_date: Date | null
  attributes: EventAttribute[] | null
  settings: StoredSettings
  cover: Cover | null
  created_at: Date
  updated_at: Date
}
export type NewEvent = Pick<
  EventRow,
  'account_id' | 'organizer_id' | 'title' | 'description' | 'category' | 'currency' | 'timezone'
> &
  Pick<EventRow, 'type' | 'start_date' | 'end_date' | 'attributes' | 'settings'>

/** An event of a single date gets that date. */
export async function insertEvent(sql: Sql, event: NewEvent): Promise<EventRow[]> {
  return sql<EventRow[]>`
    with event as (insert into events (type, account_id, organizer_id, title, description, category, currency, timezone,
      start_date, end_date, attributes, settings)
    values (${event.type}, ${event.account_id}, ${event.organizer_id}, ${event.title}, ${event.description}, ${event.category},
      ${event.currency}, ${event.timezone}, ${event.start_date}, ${event.end_date},
      ${event.attributes === null ? null : sql.json(event.attributes)}, ${sql.json(event.settings)})
    returning *), dated as (
      insert into occurrences (event_id, start_date, end_date)
      select id, start_date, end_date from event where type = 'SINGLE')
    select * from event`
}

export async function findEvent(
  sql: Sql,
  ids: { accountId: number; id: number },
): Promise<EventRow | undefined> {
  const [row] = await sql<EventRow[]>`
    select * from events where account_id = ${ids.accountId} and id = ${ids.id} and deleted_at is null`
  return row
}

/** Of any account: the caller of this function checks what may be shown. */
export async function findAnyEvent(sql: Sql, id: number): Promise<EventRow | undefined> {
  const [row] = await sql<EventRow[]>`select * from events where id = ${id} and deleted_at is null`
  return row
}

export async function listEvents(
  sql: Sql,
  { accountId, organizerId, status }: EventFilter,
  { page, perPage, sortBy, descending, search }: PageQuery,
): Promise<{ rows: EventRow[]; total: number }> {
  const where = sql`
    account_id = ${accountId} and deleted_at is null
    ${organizerId === null ? sql`` : sql`and organizer_id = ${organizerId}`}
    ${status === null ? sql`` : sql`and status = any (${status})`}
    ${search === null ? sql`` : sql`and position(lower(${search}) in lower(title)) > 0`}`
  const direction = descending ? sql`desc` : sql`asc`
  const rows = await sql<EventRow[]>`
    select * from events where ${where}
    order by ${sql(sortBy)} ${direction} nulls last, id ${direction}
    limit ${perPage} offset ${(page - 1) * perPage}`
  const [count] = await sql<{ total: number }[]>`select count(*)::integer as total from events where ${where}`
  return { rows, total: count?.total ?? 0 }
}
export type EventFilter = { accountId: number; organizerId: number | null; status: string[] | null }

/**
 * The date of an event of the type SINGLE moves with it; of several, the one that was made first (`firstMade`), and the caller
 * spans them again. A recurring event keeps its dates.
 */
export async function updateEvent(
  sql: Sql,
  event: Pick<
    EventRow,
    'id' | 'title' | 'description' | 'category' | 'currency' | 'timezone' | 'start_date' | 'end_date'
  >,
): Promise<void> {
  await sql`
    with event as (
      update events set ${sql(event, 'title', 'description', 'category', 'currency', 'timezone')},
        start_date = case when type = 'SINGLE' then ${event.start_date} else start_date end,
        end_date = case when type = 'SINGLE' then ${event.end_date} else end_date end,
        updated_at = clock_timestamp()
      where id = ${event.id} and deleted_at is null returning *)
    update occurrences o set start_date = event.start_date, end_date = event.end_date, updated_at = clock_timestamp()
    from event where event.type = 'SINGLE' and o.id = (select min(id) from occurrences where event_id = event.id)`
}

export async function updateEventAttributes(
  sql: Sql,
  { id, attributes }: { id: number; attributes: EventAttribute[] },
): Promise<void> {
  await sql`update events set attributes = ${sql.json(attributes)} where id = ${id}`
}

export async function updateEventStatus(
  sql: Sql,
  { id, status }: { id: number; status: EventStatus },
): Promise<EventRow[]> {
  return sql<EventRow[]>`
    update events set status = ${status}, updated_at = clock_timestamp(),
      published_at = case when ${status} = 'LIVE' then coalesce(published_at, clock_timestamp()) else published_at end
    where id = ${id} and deleted_at is null returning *`
}

export async function updateEventSettings(
  sql: Sql,
  { id, settings }: { id: number; settings: StoredSettings },
): Promise<EventRow[]> {
  return sql<EventRow[]>`
    update events set settings = settings || ${sql.json(settings)}, updated_at = clock_timestamp()
    where id = ${id} and deleted_at is null returning *`
}

/** @returns false when the event has completed orders or is deleted already */
export async function deleteEvent(sql: Sql, id: number): Promise<boolean> {
  const gone = await sql`
    update events set deleted_at = clock_timestamp()
    where id = ${id} and deleted_at is null
      and not exists (select from orders where event_id = ${id} and status = 'COMPLETED')
    returning id`
  return gone.length > 0
}

export async function hasCompletedOrders(sql: Sql, id: number): Promise<boolean> {
  const rows = await sql`select from orders where event_id = ${id} and status = 'COMPLETED' limit 1`
  return rows.length > 0
}

export async function countView(sql: Sql, view: { eventId: number; viewerHash: Buffer }): Promise<void> {
  await sql`
    insert into event_views (event_id, viewer_hash) values (${view.eventId}, ${view.viewerHash})
    on conflict (event_id, viewer_hash) do update set views = event_views.views + 1`
}
