import type { SourceStatus } from '@tuvens/contract'
import type { Sql } from '@tuvens/platform/db'

/** The record that ties one Tuvens event to one Hi.Events event. */
export type Link = {
  /** Tuvens event id. */
  eventId: string
  accountId: number
  hiEventId: number
  title: string
  slug: string
  status: SourceStatus
  wasLive: boolean
  endDate: Date | null
  readings: string
  readAt: Date | null
  settingsAt: Date | null
  putAt: Date | null
  landedAt: Date | null
  lostAt: Date | null
  stoppedAt: Date | null
}

type Row = {
  tuvens_event_id: string
  tuvens_account_id: string
  hi_event_id: string
  title: string
  slug: string
  source_status: SourceStatus
  was_live: boolean
  end_date: Date | null
  readings: string
  read_at: Date | null
  settings_at: Date | null
  put_at: Date | null
  landed_at: Date | null
  lost_at: Date | null
  stopped_at: Date | null
}

function linkOf(row: Row): Link {
  return {
    eventId: row.tuvens_event_id,
    accountId: Number(row.tuvens_account_id),
    hiEventId: Number(row.hi_event_id),
    title: row.title,
    slug: row.slug,
    status: row.source_status,
    wasLive: row.was_live,
    endDate: row.end_date,
    readings: row.readings,
    readAt: row.read_at,
    settingsAt: row.settings_at,
    putAt: row.put_at,
    landedAt: row.landed_at,
    lostAt: row.lost_at,
    stoppedAt: row.stopped_at,
  }
}

/** The link of a Tuvens event. */
export async function findLink(sql: Sql, eventId: string): Promise<Link | undefined> {
  const [row] = await sql<Row[]>`select * from links where tuvens_event_id = ${eventId}`
  return row && linkOf(row)
}

/** The link of a Hi.Events event. */
export async function findLinkByHiEvent(sql: Sql, hiEventId: number): Promise<Link | undefined> {
  const [row] = await sql<Row[]>`select * from links where hi_event_id = ${hiEventId}`
  return row && linkOf(row)
}

/** Links of an account, those whose event is lost too: it may come back. */
export async function listLinks(sql: Sql, accountId: number): Promise<Link[]> {
  const rows = await sql<Row[]>`
    select * from links where tuvens_account_id = ${accountId} order by tuvens_event_id`
  return rows.map(linkOf)
}

/** Both events, and what was read of the one upstream. */
export type LinkedEvent = {
  eventId: string
  accountId: number
  hiEventId: number
  title: string
  slug: string
  status: SourceStatus
  endDate: Date | null
}

/** Ties, or ties anew: a new Hi.Events event starts with nothing told and nothing set. */
export async function saveLink(sql: Sql, link: LinkedEvent): Promise<void> {
  await sql`
    insert into links as l
      (tuvens_event_id, tuvens_account_id, hi_event_id, title, slug, source_status, was_live, end_date)
    values (${link.eventId}, ${link.accountId}, ${link.hiEventId}, ${link.title}, ${link.slug}, ${link.status},
      ${link.status === 'LIVE'}, ${link.endDate})
    on conflict (tuvens_event_id) do update set
      tuvens_account_id = excluded.tuvens_account_id, hi_event_id = excluded.hi_event_id,
      title = excluded.title, slug = excluded.slug, end_date = excluded.end_date,
      source_status = excluded.source_status, was_live = excluded.was_live
        or (l.was_live and l.hi_event_id = excluded.hi_event_id), readings = l.readings + 1, lost_at = null,
      sales = case when l.hi_event_id = excluded.hi_event_id then l.sales end, sales_due_at = now(),
      settings_at = case when l.hi_event_id = excluded.hi_event_id then l.settings_at end,
      put_at = case when l.hi_event_id = excluded.hi_event_id then l.put_at end,
      landed_at = case when l.hi_event_id = excluded.hi_event_id then l.landed_at end`
}

/** Venue and way back are set, or refused for good. */
export async function markSettings(sql: Sql, eventId: string): Promise<void> {
  await sql`update links set settings_at = now() where tuvens_event_id = ${eventId}`
}

/** The API knows of the link: from here on statuses are relayed, also after an earlier stop. */
export async function markPut(sql: Sql, eventId: string): Promise<void> {
  await sql`
    update links set put_at = now(), stopped_at = null, stopped_reason = null, sent_status = null
    where tuvens_event_id = ${eventId}`
}

/** @returns whether somebody had landed before */
export async function markLanded(sql: Sql, eventId: string): Promise<boolean> {
  const [row] = await sql<{ before: Date | null }[]>`
    with before as (select landed_at from links where tuvens_event_id = ${eventId} for update)
    update links set landed_at = now() from before where tuvens_event_id = ${eventId}
    returning before.landed_at as before`
  return row !== undefined && row.before !== null
}

/** A link as its attribute tells of it: somebody landed and its settings were made long ago. The API refuses it if it knows better. */
export async function insertFoundLink(sql: Sql, link: LinkedEvent): Promise<boolean> {
  const { count } = await sql`
    insert into links (tuvens_event_id, tuvens_account_id, hi_event_id, title, slug, source_status, was_live,
      end_date, settings_at, put_at, landed_at)
    values (${link.eventId}, ${link.accountId}, ${link.hiEventId}, ${link.title}, ${link.slug}, ${link.status},
      ${link.status === 'LIVE'}, ${link.endDate}, now(), now(), now())
    on conflict do nothing`
  return count === 1
}

/** An event upstream that was duplicated from a linked one. */
export type Copy = { hiEventId: number; eventId: string; accountId: number; title: string }

/** Keeps copies; of one already kept only a new title is written. */
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

/** Copies of an account that are no longer there go. */
export async function deleteOtherCopies(sql: Sql, accountId: number, hiEventIds: number[]): Promise<void> {
  await sql`
    delete from copies
    where tuvens_account_id = ${accountId} and hi_event_id <> all (${hiEventIds}::bigint[])`
}
