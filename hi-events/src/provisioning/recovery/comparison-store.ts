import type { ListedLink } from '@tuvens/contract'
import type { Sql } from '@tuvens/platform/db/db'

/** The incarnations of the two databases whose links were compared. */
export type ComparedIncarnations = { own: string; api: string }

export async function findComparison(sql: Sql): Promise<ComparedIncarnations | undefined> {
  const [row] = await sql<ComparedIncarnations[]>`
    select own_incarnation as own, api_incarnation as api from links_comparison`
  return row
}

export async function saveComparison(sql: Sql, { own, api }: ComparedIncarnations): Promise<void> {
  await sql`
    insert into links_comparison (own_incarnation, api_incarnation) values (${own}, ${api})
    on conflict (is_single) do update set own_incarnation = excluded.own_incarnation,
      api_incarnation = excluded.api_incarnation, compared_at = now()`
}

function listed(sql: Sql, links: readonly ListedLink[]) {
  const column = <K extends keyof ListedLink>(name: K) => links.map((each) => each[name])
  return sql`
    unnest(${column('event_id')}::bigint[], ${column('account_id')}::bigint[], ${column('hi_events_event_id')}::bigint[],
      ${column('revision')}::int[], ${column('reported_at')}::text[]::timestamptz[])
      as listed (event_id, account_id, hi_event_id, revision, reported_at)`
}

/** The accounts of links that the API has and this database has not. */
export async function listAccountsOfMissing(sql: Sql, links: readonly ListedLink[]): Promise<number[]> {
  const rows = await sql<{ id: number }[]>`
    select distinct listed.account_id::float8 as id
    from ${listed(sql, links)} left join links l on l.tuvens_event_id = listed.event_id
    where l.tuvens_event_id is null order by 1`
  return rows.map(({ id }) => id)
}

/** The events whose details the API has told in a later revision than the one here. */
export async function listOutdatedDetails(sql: Sql, links: readonly ListedLink[]): Promise<string[]> {
  const rows = await sql<{ id: string }[]>`
    select listed.event_id as id from ${listed(sql, links)}
    join links l on l.tuvens_event_id = listed.event_id left join link_details d using (tuvens_event_id)
    where coalesce(d.revision, 0) < listed.revision`
  return rows.map(({ id }) => id)
}

/**
 * Lets the status be sent again of each link of which the API has another report than the last one sent from here, or none
 * at all. A link that the API lists is registered, and its reports are accepted. One that it does not list was unlinked,
 * and it refuses the report; or it has lost the link, and the report brings it back.
 *
 * @returns the Tuvens events whose status is to be sent
 */
export async function forgetSent(sql: Sql, links: readonly ListedLink[]): Promise<string[]> {
  const rows = await sql<{ id: string }[]>`
    with listed as (select * from ${listed(sql, links)}), resumed as (
      update link_statuses s set sent_source_status = null, registered_at = coalesce(s.registered_at, now()),
        stopped_at = null, stopped_reason = null
      from listed where s.tuvens_event_id = listed.event_id and s.hi_event_id = listed.hi_event_id
        and (s.registered_at is null or s.stopped_at is not null
          or s.sent_at_ms is distinct from coalesce(round(extract(epoch from listed.reported_at) * 1000), 0))
      returning s.tuvens_event_id as id), unknown as (
      update link_statuses s set sent_source_status = null
      where s.registered_at is not null and s.stopped_at is null
        and not exists (select from listed where listed.event_id = s.tuvens_event_id)
      returning s.tuvens_event_id as id)
    select id from resumed union all select id from unknown`
  return rows.map(({ id }) => id)
}
