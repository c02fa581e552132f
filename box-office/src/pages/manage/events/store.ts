import type { Sql } from '@tuvens/platform/db/db'

export type Revenue = { paid: number; due: number }

/** What was paid, and what is still to be paid at the door. */
export async function readRevenue(sql: Sql, eventId: number): Promise<Revenue> {
  const [row] = await sql<Revenue[]>`
    select coalesce(sum(total_gross) filter (where status = 'COMPLETED'), 0)::float8 as paid,
      coalesce(sum(total_gross) filter (where status = 'AWAITING_OFFLINE_PAYMENT'), 0)::float8 as due
    from orders where event_id = ${eventId}`
  return row ?? { paid: 0, due: 0 }
}

export type EventTotals = { event_id: number; sold: number; tickets: number }

/** Numbers of sold places and tickets of several events in one query. */
export async function countEventTotals(sql: Sql, eventIds: readonly number[]): Promise<EventTotals[]> {
  return sql<EventTotals[]>`
    select e.id as event_id,
      (select count(*)::integer from products p where p.event_id = e.id and p.deleted_at is null) as tickets,
      (select coalesce(sum(i.quantity), 0)::integer from orders o join order_items i on i.order_id = o.id
        where o.event_id = e.id and o.status in ('COMPLETED', 'AWAITING_OFFLINE_PAYMENT')) as sold
    from events e where e.id = any (${[...eventIds]})`
}
