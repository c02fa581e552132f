import type {
  ContactData,
  FurtherDate,
  Role,
  SalesStatus,
  TicketDate,
  TicketPrices,
  TicketingPhase,
  TicketingStatus,
  Venue,
} from '@tuvens/contract'
import type { Sql } from '@tuvens/platform/db/db'
import { currentTraceparent } from '@tuvens/platform/telemetry/trace'
import { onlyRow } from '../base/only-row.ts'

export type CatalogueRow = {
  id: string
  account_id: string
  account_name: string
  title: string
  description: string
  start_date: Date
  end_date: Date | null
  /** The dates after the first, in order. */
  further_dates: FurtherDate[]
  timezone: string
  venue: Venue | null
  /** An uploaded picture; at most one of the two is set. */
  picture_id: string | null
  image_url: string | null
  image_alt: string | null
  category: string
  currency: string
  contact_data: ContactData
  ticketing_status: TicketingStatus
  source_status: string | null
  has_been_on_sale: boolean
  sales_status: SalesStatus | null
  ticketing_version: number
  hi_events_event_id: string | null
  hi_events_event_url: string | null
  widget_url: string | null
  ticket_dates: TicketDate[]
  ticket_prices: TicketPrices | null
  /** The start of its next date, by which lists are ordered. */
  next_start: Date
  revision: number
  /** The revision of the last edit by a person; later ones are writes of the ticketing. */
  edited_revision: number
  updated_at: Date
}

/** The columns of an `EventRow`, from `events e` joined with its `accounts a`. */
export function eventColumns(sql: Sql) {
  return sql`e.id, e.account_id, a.name as account_name, e.title, e.description, e.start_date, e.end_date,
    e.further_dates, e.timezone, e.venue, e.picture_id, e.image_url,
    e.image_alt, e.category, e.currency, e.contact_data, e.ticketing_status,
    e.source_status, e.has_been_on_sale, e.sales_status, e.ticketing_version, e.hi_events_event_id,
    e.hi_events_event_url, e.widget_url, e.ticket_dates, e.ticket_prices, e.next_start, e.revision, e.edited_revision, e.updated_at`
}

export async function findEvent(sql: Sql, id: string): Promise<CatalogueRow | undefined> {
  const [row] = await sql<CatalogueRow[]>`
    select ${eventColumns(sql)} from events e join accounts a on a.id = e.account_id where e.id = ${id}`
  return row
}

/** The fields that an organiser edits. */
export type EventFields = Pick<
  CatalogueRow,
  | 'title'
  | 'description'
  | 'start_date'
  | 'end_date'
  | 'further_dates'
  | 'timezone'
  | 'venue'
  | 'picture_id'
  | 'image_url'
  | 'image_alt'
  | 'category'
  | 'currency'
> & { contact_data: Pick<ContactData, 'email' | 'phone' | 'website'> }

/**
 * Keeps pictures that an event begins or ceases to name: none of them is deleted within a day.
 *
 * @returns the ids of those that are stored
 */
export async function keepPictures(sql: Sql, ids: string[]): Promise<string[]> {
  const rows = await sql<{ id: string }[]>`
    update pictures set named_at = now() where id = any(${ids}) and removing_at is null returning id`
  return rows.map(({ id }) => id)
}

/** The role of a user in an account, or in their default one when `accountId` is null. */
export async function findRole(sql: Sql, userId: string, accountId: number | string | null) {
  const [row] = await sql<{ account_id: string; role: Role }[]>`
    select account_id, role from memberships where user_id = ${userId}
      and case when ${accountId}::bigint is null then is_default else account_id = ${accountId}::bigint end`
  return row
}

/** The account of a new event, and the id that its platform gives it. */
type EventHome = { accountId: string; externalId?: string }

export async function insertEvent(
  sql: Sql,
  { accountId, externalId }: EventHome,
  event: EventFields,
): Promise<CatalogueRow> {
  const rows = await sql<CatalogueRow[]>`
    with e as (
      insert into events ${sql({ account_id: accountId, external_id: externalId ?? null, ...columnsOf(sql, event) })}
      returning *
    )
    select ${eventColumns(sql)} from e join accounts a on a.id = e.account_id`
  return onlyRow(rows)
}

/** First key of the advisory locks per event. Any number, but the same on all nodes. */
export const EVENT_LOCKS = 7_301

/**
 * Serialises the writers of one event's changes until they commit. Taken before the transaction writes anything, so
 * that transaction ids rise in the order of one event's changes: the stream's cursor depends on it.
 */
export async function lockEvent(sql: Sql, eventId: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(${EVENT_LOCKS}, (${eventId}::bigint % 2147483647)::integer)`
}

/**
 * Writes the event if it still has that revision, with the change that tells open pages and the edit that tells the
 * ticket origin. Under the event's lock. Contact fields are merged: the webhook's are not the organiser's.
 */
export async function updateEvent(
  sql: Sql,
  { id, revision, phase }: Pick<CatalogueRow, 'id' | 'revision'> & { phase: TicketingPhase },
  event: EventFields,
): Promise<CatalogueRow | undefined> {
  const { contact_data: contact, ...columns } = columnsOf(sql, event)
  const [row] = await sql<CatalogueRow[]>`
    with e as (
      update events set ${sql(columns)}, contact_data = contact_data || ${contact},
        ticketing_version = ticketing_version + 1, revision = revision + 1, edited_revision = revision + 1,
        updated_at = now()
      where id = ${id} and revision = ${revision} returning *
    ), edits as (${queueEdit(sql, sql`(select id from e where hi_events_event_id is not null)`)}),
    change as (
      insert into ticketing_changes
        (event_id, version, status, phase, widget_url, event_url, dates, prices, details_version, traceparent)
      select id, ticketing_version, ticketing_status, ${phase}, widget_url, hi_events_event_url, ticket_dates,
        ticket_prices, edited_revision, ${currentTraceparent() ?? null} from e
    )
    select ${eventColumns(sql)} from e join accounts a on a.id = e.account_id`
  return row
}

/** The details of these events are to be told to the ticket origin: a part of a statement. */
export function queueEdit(sql: Sql, ids: ReturnType<Sql>) {
  return sql`
    insert into event_edits (event_id, traceparent) select id, ${currentTraceparent() ?? null} from (${ids}) as edited (id)
    on conflict (event_id) do update set due_at = now(), attempts = 0, traceparent = excluded.traceparent`
}

function columnsOf(sql: Sql, event: EventFields) {
  const venue = event.venue === null ? null : sql.json(event.venue)
  const further_dates = sql.json(event.further_dates)
  return { ...event, venue, further_dates, contact_data: sql.json(event.contact_data) }
}
