import type { Sql, Tx } from '@tuvens/platform/db/db'
import type { Rollup } from '../catalogue/pricing.ts'
import type { PageQuery } from '../rest/page.ts'

export type OrderStatus = 'RESERVED' | 'ABANDONED' | 'COMPLETED' | 'AWAITING_OFFLINE_PAYMENT' | 'CANCELLED'
export type OrderRow = {
  id: number
  event_id: number
  short_id: string
  public_id: string
  session_hash: Buffer
  status: OrderStatus
  payment_status: string | null
  payment_provider: string | null
  refunded_at: Date | null
  currency: string
  reserved_until: Date
  claimed_until: Date | null
  promo_code: string | null
  total_before_additions: number
  total_tax: number
  total_fee: number
  total_gross: number
  taxes_and_fees_rollup: Rollup
  first_name: string | null
  last_name: string | null
  email: string | null
  locale: string
  notes: string | null
  created_at: Date
  updated_at: Date
}
export type ItemRow = NewItem & { id: number; order_id: number }
export type NewItem = {
  product_id: number
  product_price_id: number
  occurrence_id: number | null
  item_name: string
  quantity: number
  price: number
  price_before_discount: number | null
  total_before_additions: number
  total_before_discount: number
  total_service_fee: number
  total_tax: number
  total_gross: number
  taxes_and_fees_rollup: Rollup
}
export type NewOrder = Pick<
  OrderRow,
  'event_id' | 'short_id' | 'public_id' | 'session_hash' | 'currency' | 'promo_code' | 'locale'
> &
  Pick<
    OrderRow,
    'total_before_additions' | 'total_tax' | 'total_fee' | 'total_gross' | 'taxes_and_fees_rollup'
  > & {
    promo_code_id: number | null
    client_hash: Buffer
    holdMinutes: number
  }

const ORDER = (sql: Sql) => sql`
  id, event_id, short_id, public_id, session_hash, status, payment_status, payment_provider, refunded_at, currency,
  reserved_until, claimed_until, promo_code, total_before_additions::float8 as total_before_additions, total_tax::float8 as total_tax,
  total_fee::float8 as total_fee, total_gross::float8 as total_gross, taxes_and_fees_rollup, first_name, last_name,
  email, locale, notes, created_at, updated_at`

/** The hold runs by the database's clock: all nodes share that one. */
export async function insertOrder(sql: Sql, order: NewOrder): Promise<OrderRow[]> {
  return sql<OrderRow[]>`
    insert into orders (event_id, short_id, public_id, session_hash, client_hash, status, currency, reserved_until, promo_code_id,
      promo_code, total_before_additions, total_tax, total_fee, total_gross, taxes_and_fees_rollup, locale)
    values (${order.event_id}, ${order.short_id}, ${order.public_id}, ${order.session_hash}, ${order.client_hash}, 'RESERVED',
      ${order.currency}, clock_timestamp() + make_interval(mins => ${order.holdMinutes}), ${order.promo_code_id},
      ${order.promo_code}, ${order.total_before_additions}, ${order.total_tax}, ${order.total_fee},
      ${order.total_gross}, ${sql.json(order.taxes_and_fees_rollup)}, ${order.locale})
    returning ${ORDER(sql)}`
}

export async function insertItems(sql: Sql, orderId: number, items: readonly NewItem[]): Promise<void> {
  for (const item of items)
    await sql`
      insert into order_items (order_id, product_id, product_price_id, occurrence_id, item_name, quantity, price,
        price_before_discount, total_before_additions, total_before_discount, total_service_fee, total_tax,
        total_gross, taxes_and_fees_rollup)
      values (${orderId}, ${item.product_id}, ${item.product_price_id}, ${item.occurrence_id},
        ${item.item_name}, ${item.quantity},
        ${item.price}, ${item.price_before_discount}, ${item.total_before_additions}, ${item.total_before_discount},
        ${item.total_service_fee}, ${item.total_tax}, ${item.total_gross}, ${sql.json(item.taxes_and_fees_rollup)})`
}

export async function findOrder(
  sql: Sql,
  { eventId, shortId }: { eventId: number; shortId: string },
): Promise<OrderRow | undefined> {
  const [row] = await sql<OrderRow[]>`
    select ${ORDER(sql)} from orders where event_id = ${eventId} and short_id = ${shortId}`
  return row
}

export async function findOrderById(
  sql: Sql,
  { eventId, id }: { eventId: number; id: number },
): Promise<OrderRow | undefined> {
  const [row] = await sql<
    OrderRow[]
  >`select ${ORDER(sql)} from orders where event_id = ${eventId} and id = ${id}`
  return row
}

/** Locks the order until the transaction ends. */
export async function lockOrder(tx: Tx, id: number): Promise<OrderRow | undefined> {
  const [row] = await tx<OrderRow[]>`select ${ORDER(tx)} from orders where id = ${id} for no key update`
  return row
}

/**
 * Keeps an order's tickets held while it is being completed.
 *
 * @returns false when the hold has expired, the order is not open, or another call is completing it
 */
export async function claimOrder(tx: Tx, { id, minutes }: { id: number; minutes: number }): Promise<boolean> {
  const rows = await tx`
    update orders set claimed_until = clock_timestamp() + make_interval(mins => ${minutes})
    where id = ${id} and status = 'RESERVED' and reserved_until > clock_timestamp()
      and (claimed_until is null or claimed_until < clock_timestamp())
    returning 1`
  return rows.length === 1
}

/** Whether the claim is valid and stays valid for the duration of a commit. */
export async function isClaimed(tx: Tx, id: number): Promise<boolean> {
  const rows = await tx`
    select from orders where id = ${id} and claimed_until > clock_timestamp() + interval '10 seconds'`
  return rows.length === 1
}

export async function releaseClaim(sql: Sql, id: number): Promise<void> {
  await sql`update orders set claimed_until = null where id = ${id} and status = 'RESERVED'`
}

export async function finishOrder(
  tx: Tx,
  order: Pick<
    OrderRow,
    'id' | 'status' | 'payment_status' | 'payment_provider' | 'first_name' | 'last_name' | 'email'
  >,
): Promise<void> {
  await tx`
    update orders set status = ${order.status}, payment_status = ${order.payment_status},
      payment_provider = ${order.payment_provider}, first_name = ${order.first_name}, last_name = ${order.last_name},
      email = ${order.email}, updated_at = now()
    where id = ${order.id}`
}

export async function updateOrderStatus(
  tx: Tx,
  { id, status, payment_status }: Pick<OrderRow, 'id' | 'status' | 'payment_status'>,
): Promise<void> {
  await tx`
    update orders set status = ${status}, payment_status = ${payment_status}, updated_at = now() where id = ${id}`
}

/** Releases held tickets. @returns false when the order holds none */
export async function abandonReserved(sql: Sql, id: number): Promise<boolean> {
  const rows = await sql`
    update orders set status = 'ABANDONED', updated_at = now()
    where id = ${id} and status = 'RESERVED' and (claimed_until is null or claimed_until < clock_timestamp())
    returning 1`
  return rows.length === 1
}

/**
 * Deletes orders that were never completed and whose hold expired `days` ago. The status is checked in the same
 * statement, so an order that is being completed is never deleted.
 */
export async function deleteIncompleteOrders(
  sql: Sql,
  { days, limit }: { days: number; limit: number },
): Promise<number> {
  const rows = await sql`
    delete from orders where id in (
      select id from orders
      where status in ('RESERVED', 'ABANDONED') and reserved_until < clock_timestamp() - make_interval(days => ${days})
        and (claimed_until is null or claimed_until < clock_timestamp())
      order by reserved_until limit ${limit} for update skip locked)
    returning 1`
  return rows.length
}

export async function listItems(sql: Sql, orderIds: readonly number[]): Promise<ItemRow[]> {
  return sql<ItemRow[]>`
    select id, order_id, product_id, product_price_id, occurrence_id, item_name, quantity, price::float8 as price,
      price_before_discount::float8 as price_before_discount,
      total_before_additions::float8 as total_before_additions, total_before_discount::float8 as total_before_discount,
      total_service_fee::float8 as total_service_fee, total_tax::float8 as total_tax,
      total_gross::float8 as total_gross, taxes_and_fees_rollup
    from order_items where order_id = any (${[...orderIds]}) order by id`
}

const LISTED_STATUSES = ['COMPLETED', 'AWAITING_OFFLINE_PAYMENT', 'CANCELLED']

/** The search text may be anywhere in the buyer's name, e-mail address or the order's ids. */
const matching = (sql: Sql, search: string | null) =>
  search === null
    ? sql``
    : sql`and position(lower(${search}) in
        lower(concat_ws(' ', o.first_name, o.last_name, o.email, o.public_id, o.short_id))) > 0`

export async function listOrders(
  sql: Sql,
  eventId: number,
  { page, perPage, sortBy, descending, search }: PageQuery,
): Promise<{ rows: OrderRow[]; total: number }> {
  const where = sql`o.event_id = ${eventId} and o.status = any (${LISTED_STATUSES}) ${matching(sql, search)}`
  const direction = descending ? sql`desc` : sql`asc`
  const rows = await sql<OrderRow[]>`
    select ${ORDER(sql)} from orders o where ${where}
    order by ${sql(sortBy)} ${direction}, id ${direction} limit ${perPage} offset ${(page - 1) * perPage}`
  const [count] = await sql<
    { total: number }[]
  >`select count(*)::integer as total from orders o where ${where}`
  return { rows, total: count?.total ?? 0 }
}

export async function listOrdersById(sql: Sql, ids: readonly number[]): Promise<OrderRow[]> {
  return sql<OrderRow[]>`select ${ORDER(sql)} from orders where id = any (${[...ids]})`
}
