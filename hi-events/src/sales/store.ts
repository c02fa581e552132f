import type { Sql } from '@tuvens/platform/db/db'

/** While something is sold, checks follow each other this soon: Hi.Events caches availability for some seconds. */
const ACTIVE_INTERVAL = "interval '2 seconds'"

/**
 * Schedules a check of the shops of events for now; that of an event which is not live is scheduled when it goes live. After
 * an order or a change (`isActive`) others follow for some seconds.
 */
export async function scheduleShopChecks(
  sql: Sql,
  eventIds: string[],
  { isActive = false }: { isActive?: boolean } = {},
): Promise<void> {
  await sql`
    insert into shop_checks as c (tuvens_event_id, due_at, active_until)
    select tuvens_event_id, case when source_status = 'LIVE' then now() end,
      case when ${isActive} then now() + interval '12 seconds' end
    from link_statuses where tuvens_event_id = any (${eventIds}::bigint[]) order by tuvens_event_id
    on conflict (tuvens_event_id) do update set due_at = coalesce(excluded.due_at, c.due_at),
      active_until = coalesce(excluded.active_until, c.active_until)`
}

/** The same for a Hi.Events event, of which places were just taken through us. It does nothing for one that is not linked. */
export async function scheduleShopCheckOf(sql: Sql, hiEventId: number): Promise<void> {
  await sql`
    insert into shop_checks as c (tuvens_event_id, due_at, active_until)
    select tuvens_event_id, now(), now() + interval '12 seconds' from links where hi_event_id = ${hiEventId}
    on conflict (tuvens_event_id) do update set due_at = now(), active_until = excluded.active_until`
}

/** Events that are not live have no shops to check. */
export async function cancelShopChecks(sql: Sql, eventIds: string[]): Promise<void> {
  await sql`
    update shop_checks c set due_at = null from link_statuses s
    where c.tuvens_event_id = any (${eventIds}::bigint[]) and s.tuvens_event_id = c.tuvens_event_id
      and s.source_status <> 'LIVE'`
}

/** Sets the next check after one that was made. */
export async function rescheduleShopCheck(sql: Sql, eventId: string, pauseMs: number): Promise<void> {
  await sql`
    update shop_checks set due_at = least(now() + ${pauseMs} * interval '1 millisecond',
      case when active_until > now() then now() + ${sql.unsafe(ACTIVE_INTERVAL)} end)
    where tuvens_event_id = ${eventId}`
}

/**
 * Claims the live events whose shops are due for a check, those with recent orders or changes first. A claim that is not
 * followed by a check comes back.
 *
 * @returns Hi.Events event ids
 */
export async function claimShopChecks(sql: Sql, limit: number): Promise<number[]> {
  const rows = await sql<{ id: number }[]>`
    with due as (
      select tuvens_event_id from shop_checks join link_statuses using (tuvens_event_id)
      where due_at <= now() and source_status = 'LIVE' and missing_at is null
      order by coalesce(active_until > now(), false) desc, due_at limit ${limit}
      for update of shop_checks skip locked)
    update shop_checks c set due_at = now() + interval '5 seconds'
    from due join links l using (tuvens_event_id) where c.tuvens_event_id = due.tuvens_event_id
    returning l.hi_event_id::float8 as id`
  return rows.map((row) => row.id)
}
