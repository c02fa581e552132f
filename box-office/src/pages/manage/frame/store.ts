import type { Sql } from '@tuvens/platform/db/db'

/** Whether an event ever had a completed order. */
export async function hasOrders(sql: Sql, eventId: number): Promise<boolean> {
  const [row] = await sql<{ found: boolean }[]>`
    select exists (
      select from orders where event_id = ${eventId} and status in ('COMPLETED', 'AWAITING_OFFLINE_PAYMENT', 'CANCELLED')
    ) as found`
  return row?.found ?? false
}
