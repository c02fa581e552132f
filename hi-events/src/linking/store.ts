import type { Sql } from '@tuvens/platform/db/db'
import type { Attribute } from './attributes.ts'

/** The record that ties one Tuvens event to one Hi.Events event. */
export type Link = {
  /** Tuvens event id. */
  eventId: string
  accountId: number
  hiEventId: number
  settingsAt: Date | null
  landedAt: Date | null
}

function select(sql: Sql) {
  return sql`
    select tuvens_event_id as "eventId", tuvens_account_id::float8 as "accountId", hi_event_id::float8 as "hiEventId",
      settings_at as "settingsAt", landed_at as "landedAt"
    from links`
}

/** The link of a Tuvens event. */
export async function findLink(sql: Sql, eventId: string): Promise<Link | undefined> {
  const [link] = await sql<Link[]>`${select(sql)} where tuvens_event_id = ${eventId}`
  return link
}

/** The link of a Hi.Events event. */
export async function findLinkByHiEvent(sql: Sql, hiEventId: number): Promise<Link | undefined> {
  const [link] = await sql<Link[]>`${select(sql)} where hi_event_id = ${hiEventId}`
  return link
}

/** Whether an account has links. */
export async function hasLinks(sql: Sql, accountId: number): Promise<boolean> {
  return (await sql`select 1 from links where tuvens_account_id = ${accountId} limit 1`).length === 1
}

/** The Hi.Events event linked to each of these Tuvens events of an account, by Tuvens event id. */
export async function linkedHiEventsOf(
  sql: Sql,
  accountId: number,
  eventIds: string[],
): Promise<Map<string, number>> {
  const links = await sql<Link[]>`
    ${select(sql)} where tuvens_account_id = ${accountId} and tuvens_event_id = any(${eventIds}::bigint[])`
  return new Map(links.map((link) => [link.eventId, link.hiEventId]))
}

type NewLink = Pick<Link, 'eventId' | 'accountId' | 'hiEventId'>

/** Stores a link, or replaces it: for another Hi.Events event, settings and landings start again. */
export async function saveLink(sql: Sql, { eventId, accountId, hiEventId }: NewLink): Promise<void> {
  await sql`
    insert into links as l (tuvens_event_id, tuvens_account_id, hi_event_id)
    values (${eventId}, ${accountId}, ${hiEventId})
    on conflict (tuvens_event_id) do update set
      tuvens_account_id = excluded.tuvens_account_id, hi_event_id = excluded.hi_event_id, unlinked_at = null,
      settings_at = case when l.hi_event_id = excluded.hi_event_id then l.settings_at end,
      landed_at = case when l.hi_event_id = excluded.hi_event_id then l.landed_at end`
}

/**
 * Stores a link found by its attribute. Its settings count as sent, and its organiser as landed before.
 *
 * @returns false when either event is linked already
 */
export async function insertFoundLink(sql: Sql, link: NewLink): Promise<boolean> {
  const { count } = await sql`
    insert into links (tuvens_event_id, tuvens_account_id, hi_event_id, settings_at, landed_at)
    values (${link.eventId}, ${link.accountId}, ${link.hiEventId}, now(), now())
    on conflict do nothing`
  return count === 1
}

/** Venue and link back are set, or refused permanently. */
export async function markSettings(sql: Sql, eventId: string): Promise<void> {
  await sql`update links set settings_at = now() where tuvens_event_id = ${eventId}`
}

/** @returns whether an organiser had landed before */
export async function markLanded(sql: Sql, eventId: string): Promise<boolean> {
  const [row] = await sql<{ before: Date | null }[]>`
    with before as (select landed_at from links where tuvens_event_id = ${eventId} for update)
    update links set landed_at = now() from before where tuvens_event_id = ${eventId}
    returning before.landed_at as before`
  return row !== undefined && row.before !== null
}

/** Notes that an event with this attribute is created now. @returns whether it may exist already */
export async function beginEvent(sql: Sql, accountId: number, { name, value }: Attribute): Promise<boolean> {
  const [row] = await sql<{ mayExist: boolean }[]>`
    with noted as (
      insert into event_attempts (tuvens_account_id, mark) values (${accountId}, ${`${name}=${value}`})
      on conflict do nothing returning mark)
    select needs_search or not exists (select from noted) as "mayExist"
    from accounts where tuvens_account_id = ${accountId}`
  return row?.mayExist ?? true
}

/** Notes events of an account that exist already, by their attributes. */
export async function noteEvents(sql: Sql, accountId: number, attributes: Attribute[]): Promise<void> {
  const marks = attributes.map(({ name, value }) => `${name}=${value}`)
  await sql`
    insert into event_attempts (tuvens_account_id, mark) select ${accountId}, unnest(${marks}::text[])
    on conflict do nothing`
}

/** A Hi.Events event that was duplicated from a linked one. */
export type Copy = { hiEventId: number; eventId: string; accountId: number; title: string }

/** Stores copies; updates one that is stored when its title or its event changed. */
export async function upsertCopies(sql: Sql, copies: Copy[]): Promise<void> {
  await sql`
    insert into copies as c (hi_event_id, tuvens_event_id, tuvens_account_id, title)
    select * from unnest(${copies.map((each) => each.hiEventId)}::bigint[],
      ${copies.map((each) => each.eventId)}::bigint[], ${copies.map((each) => each.accountId)}::bigint[],
      ${copies.map((each) => each.title)}::text[])
    on conflict (hi_event_id) do update set title = excluded.title, tuvens_event_id = excluded.tuvens_event_id,
      tuvens_account_id = excluded.tuvens_account_id
    where (c.title, c.tuvens_event_id) is distinct from (excluded.title, excluded.tuvens_event_id)`
}

/** Deletes the copies of an account that are not among these. */
export async function deleteOtherCopies(sql: Sql, accountId: number, hiEventIds: number[]): Promise<void> {
  await sql`
    delete from copies
    where tuvens_account_id = ${accountId} and hi_event_id <> all (${hiEventIds}::bigint[])`
}
