import type { SalesStatus } from '@tuvens/contract'
import type { Sql } from '@tuvens/platform/db'

/** What a look at a live event's shop found. */
export type SalesReading = {
  hiEventId: number
  /** Null when sales are open. */
  sales: SalesStatus | null
  readAt: Date
  /** When to look again. */
  dueAt: Date
}

/** While something moves, a look is followed by another after so long: availability is cached upstream for some seconds. */
const MOVING = "interval '2 seconds'"

/** @returns the Tuvens event, when its sales stand otherwise than they did; an older look changes nothing */
export async function takeSales(sql: Sql, reading: SalesReading): Promise<string | undefined> {
  const [row] = await sql<{ id: string; is_other: boolean }[]>`
    with before as (
      select tuvens_event_id, sales from links
      where hi_event_id = ${reading.hiEventId} and source_status = 'LIVE'
        and (sales_read_at is null or sales_read_at < ${reading.readAt})
      for update)
    update links l set sales = ${reading.sales}, sales_read_at = ${reading.readAt},
      sales_due_at = case when sales_moving_until > now()
        then least(now() + ${sql.unsafe(MOVING)}, ${reading.dueAt}) else ${reading.dueAt} end
    from before where l.tuvens_event_id = before.tuvens_event_id
    returning l.tuvens_event_id as id, before.sales is distinct from l.sales as is_other`
  return row?.is_other === true ? row.id : undefined
}

/** Something was ordered or its tickets were changed: its shop is looked at now, and again for some seconds. */
export async function markMoving(sql: Sql, hiEventId: number): Promise<void> {
  await sql`
    update links set sales_due_at = now(), sales_moving_until = now() + interval '12 seconds'
    where hi_event_id = ${hiEventId}`
}

/**
 * Claims the live events whose shops are due for a look, those of which something was just bought or changed first; one comes
 * back when it was not looked at after all.
 */
export async function claimShops(sql: Sql, limit: number): Promise<number[]> {
  const rows = await sql<{ id: string }[]>`
    update links set sales_due_at = now() + interval '5 seconds'
    where tuvens_event_id in (
      select tuvens_event_id from links
      where source_status = 'LIVE' and lost_at is null and sales_due_at <= now()
      order by coalesce(sales_moving_until > now(), false) desc, sales_due_at limit ${limit} for update skip locked)
    returning hi_event_id as id`
  return rows.map((row) => Number(row.id))
}
