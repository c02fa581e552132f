import type { Sql } from '@tuvens/platform/db/db'

/** @returns whether nobody has claimed this complete order before */
export async function claimOrder(sql: Sql, hiEventId: number, order: string): Promise<boolean> {
  const { count } = await sql`
    insert into told_orders (hi_event_id, order_id) values (${hiEventId}, ${order}) on conflict do nothing`
  return count === 1
}

/** The sessions of such orders have long ended in every browser. */
export async function deleteOldClaims(sql: Sql, days: number): Promise<void> {
  await sql`delete from told_orders where told_at < now() - make_interval(days => ${days})`
}
