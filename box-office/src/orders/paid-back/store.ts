import type { Sql, Tx } from '@tuvens/platform/db/db'

/**
 * Money was received for these orders, and nobody has marked it as paid back: they were cancelled, or what they are for. A
 * cancelled date counts where the whole order is of cancelled dates.
 */
const due = (sql: Sql) => sql`
  o.payment_status = 'PAYMENT_RECEIVED' and o.total_gross > 0 and o.refunded_at is null
  and o.status in ('COMPLETED', 'CANCELLED')
  and (o.status = 'CANCELLED' or e.status = 'ARCHIVED' or not exists (
    select from order_items i left join occurrences d on d.id = i.occurrence_id
    where i.order_id = o.id and d.status is distinct from 'CANCELLED'))`

/** Orders of an event whose money is still to be paid back, and how much it is. */
export type DueOrder = { id: number; total: number; currency: string }

export async function listDue(sql: Sql, eventId: number): Promise<DueOrder[]> {
  return sql<DueOrder[]>`
    select o.id, o.total_gross::float8 as total, o.currency
    from orders o join events e on e.id = o.event_id where o.event_id = ${eventId} and ${due(sql)} order by o.id`
}

/** @returns false when nothing of the order is to be paid back */
export async function markRefunded(tx: Tx, { id, userId }: { id: number; userId: number }): Promise<boolean> {
  const { count } = await tx`
    update orders o set refunded_at = now(), refunded_by = ${userId}, updated_at = now()
    from events e where e.id = o.event_id and o.id = ${id} and ${due(tx)}`
  return count === 1
}

/** Who marked an order as paid back; null when their login is gone. */
export async function findRefunder(sql: Sql, orderId: number): Promise<string | null> {
  const [row] = await sql<{ name: string }[]>`
    select concat_ws(' ', u.first_name, u.last_name) as name
    from orders o join users u on u.id = o.refunded_by where o.id = ${orderId}`
  return row?.name ?? null
}
