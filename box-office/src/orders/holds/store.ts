import type { Sql } from '@tuvens/platform/db/db'

/**
 * What a client holds of a price without having finished the order: tickets now, and minutes of one ticket in the last two
 * hours. An order that is being completed counts no longer.
 */
export async function findUnfinishedHolds(
  sql: Sql,
  { clientHash, priceId }: { clientHash: Buffer; priceId: number },
): Promise<{ held: number; ticketMinutes: number }> {
  const [row] = await sql<{ held: number; ticketMinutes: number }[]>`
    select
      coalesce(sum(i.quantity) filter (where o.status = 'RESERVED' and o.reserved_until > clock_timestamp()), 0)::integer
        as held,
      coalesce(sum(i.quantity * extract(epoch from
        case o.status when 'ABANDONED' then least(o.updated_at, o.reserved_until) else o.reserved_until end
        - o.created_at)) / 60, 0)::float8 as "ticketMinutes"
    from orders o join order_items i on i.order_id = o.id
    where o.client_hash = ${clientHash} and i.product_price_id = ${priceId}
      and o.status in ('RESERVED', 'ABANDONED') and o.created_at > now() - interval '2 hours'
      and (o.claimed_until is null or o.claimed_until < clock_timestamp())`
  return row ?? { held: 0, ticketMinutes: 0 }
}
