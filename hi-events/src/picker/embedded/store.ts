import type { Sql } from '@tuvens/platform/db/db'

/** @returns whether nobody has claimed this complete order before */
export async function claimOrder(sql: Sql, hiEventId: number, order: string): Promise<boolean> {
  const { count } = await sql`
    insert into told_orders (hi_event_id, order_id) values (${hiEventId}, ${order}) on conflict do nothing`
  return count === 1
}

/** How long ago any node read the event or its shop, by the clock of the database; nothing is newer than what was never read. */
export async function findReadingAgeMs(sql: Sql, hiEventId: number): Promise<number> {
  const [row] = await sql<{ ageMs: number | null }[]>`
    select extract(epoch from clock_timestamp() - greatest(read_at, shop_read_at))::float8 * 1000 as "ageMs"
    from link_statuses where hi_event_id = ${hiEventId}`
  return row?.ageMs ?? Number.POSITIVE_INFINITY
}

/** The sessions of such orders have long ended in every browser. */
export async function deleteOldClaims(sql: Sql, days: number): Promise<void> {
  await sql`delete from told_orders where told_at < now() - make_interval(days => ${days})`
}
