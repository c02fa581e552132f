import { type Sql, sqlState, type Tx } from '@tuvens/platform/db/db'

export type PromoRow = {
  id: number
  event_id: number
  code: string
  discount_type: 'NONE' | 'FIXED' | 'PERCENTAGE'
  discount: number
  applicable_product_ids: number[]
  expiry_date: Date | null
  max_allowed_usages: number | null
  created_at: Date
  updated_at: Date
  /** completed orders with this code, and the tickets in them */
  orders: number
  tickets: number
  /** `orders` and the open orders that hold tickets */
  taken: number
}
export type NewPromo = Pick<
  PromoRow,
  | 'event_id'
  | 'code'
  | 'discount_type'
  | 'discount'
  | 'applicable_product_ids'
  | 'expiry_date'
  | 'max_allowed_usages'
>

/** @returns no row when the event has this code already */
export async function insertPromo(sql: Sql, promo: NewPromo): Promise<{ id: number }[]> {
  return sql<{ id: number }[]>`
    insert into promo_codes (event_id, code, discount_type, discount, applicable_product_ids, expiry_date,
      max_allowed_usages)
    values (${promo.event_id}, ${promo.code}, ${promo.discount_type}, ${promo.discount},
      ${promo.applicable_product_ids}::integer[], ${promo.expiry_date}, ${promo.max_allowed_usages})
    on conflict (event_id, code) do nothing returning id`
}

export async function listPromos(sql: Sql, eventId: number): Promise<PromoRow[]> {
  return sql<PromoRow[]>`
    select p.*, p.discount::float8 as discount, coalesce(u.orders, 0) as orders, coalesce(u.tickets, 0) as tickets,
      coalesce(u.taken, 0) as taken
    from promo_codes p
    left join lateral (select * from promo_code_usage where promo_code_id = p.id) u on true
    where p.event_id = ${eventId} order by p.id`
}

export async function findPromo(
  sql: Sql,
  { eventId, code }: { eventId: number; code: string },
): Promise<PromoRow | undefined> {
  const [row] = await sql<PromoRow[]>`
    select p.*, p.discount::float8 as discount, coalesce(u.orders, 0) as orders, coalesce(u.tickets, 0) as tickets,
      coalesce(u.taken, 0) as taken
    from promo_codes p
    left join lateral (select * from promo_code_usage where promo_code_id = p.id) u on true
    where p.event_id = ${eventId} and p.code = ${code.toLowerCase()}`
  return row
}

/** One order at a time counts the uses of a code. Always locked after the prices, so that orders cannot deadlock. */
export async function lockPromo(tx: Tx, id: number): Promise<void> {
  await tx`select id from promo_codes where id = ${id} for no key update`
}

/** The row lock serialises this with orders that count the uses of the code. */
export async function updatePromo(
  sql: Sql,
  { id, event_id, ...promo }: NewPromo & { id: number },
): Promise<'done' | 'missing' | 'taken'> {
  try {
    const rows = await sql`
      update promo_codes set code = ${promo.code}, discount_type = ${promo.discount_type},
        discount = ${promo.discount}, applicable_product_ids = ${promo.applicable_product_ids}::integer[],
        expiry_date = ${promo.expiry_date}, max_allowed_usages = ${promo.max_allowed_usages}, updated_at = now()
      where id = ${id} and event_id = ${event_id} returning 1`
    return rows.length === 1 ? 'done' : 'missing'
  } catch (error) {
    if (sqlState(error) === '23505') return 'taken'
    throw error
  }
}

export async function deletePromo(sql: Sql, ids: { eventId: number; id: number }): Promise<boolean> {
  const rows =
    await sql`delete from promo_codes where event_id = ${ids.eventId} and id = ${ids.id} returning 1`
  return rows.length === 1
}
