import type { Sql, Tx } from '@tuvens/platform/db/db'

export type ProductType = 'FREE' | 'PAID' | 'TIERED' | 'DONATION'
export type ProductRow = {
  id: number
  event_id: number
  category_id: number
  title: string
  type: ProductType
  product_type: 'TICKET' | 'GENERAL'
  position: number
  description: string | null
  max_per_order: number
  min_per_order: number
  sale_start_date: Date | null
  sale_end_date: Date | null
  hide_before_sale_start_date: boolean
  hide_after_sale_end_date: boolean
  start_collapsed: boolean
  show_quantity_remaining: boolean
  hide_when_sold_out: boolean
  is_hidden_without_promo_code: boolean
  is_hidden: boolean
  is_highlighted: boolean
  highlight_message: string | null
  waitlist_enabled: boolean | null
}
export type PriceRow = {
  id: number
  product_id: number
  label: string | null
  price: number
  sale_start_date: Date | null
  sale_end_date: Date | null
  initial_quantity_available: number | null
  is_hidden: boolean
  /** sold for good */
  sold: number
  /** held by orders whose time is not over */
  held: number
  /** when the first of the held ones may come back */
  held_until: Date | null
}
export type NewProduct = Omit<ProductRow, 'id' | 'position'>
export type NewPrice = Pick<
  PriceRow,
  'label' | 'price' | 'sale_start_date' | 'sale_end_date' | 'initial_quantity_available' | 'is_hidden'
>

const PRODUCT_COLUMNS = [
  ...(['event_id', 'category_id', 'title', 'type', 'product_type', 'description', 'max_per_order'] as const),
  ...(['min_per_order', 'sale_start_date', 'sale_end_date', 'hide_before_sale_start_date'] as const),
  ...([
    'hide_after_sale_end_date',
    'start_collapsed',
    'show_quantity_remaining',
    'hide_when_sold_out',
  ] as const),
  ...(['is_hidden_without_promo_code', 'is_hidden', 'is_highlighted', 'highlight_message'] as const),
  'waitlist_enabled' as const,
]

export async function insertProduct(
  sql: Sql,
  product: NewProduct & { position: number },
): Promise<{ id: number }[]> {
  return sql<{ id: number }[]>`
    insert into products ${sql(product, ...PRODUCT_COLUMNS, 'position')} returning id`
}

/** Products stand in a row within their category; a new one goes last. */
export async function nextPosition(sql: Sql, categoryId: number): Promise<number> {
  const [row] = await sql<{ next: number }[]>`
    select coalesce(max(position), 0) + 1 as next from products
    where category_id = ${categoryId} and deleted_at is null`
  return row?.next ?? 1
}

export async function updateProduct(
  sql: Sql,
  id: number,
  product: Omit<NewProduct, 'event_id'>,
): Promise<void> {
  const columns = PRODUCT_COLUMNS.filter((each) => each !== 'event_id')
  await sql`update products set ${sql(product, ...columns)} where id = ${id}`
}

export async function deleteProduct(sql: Sql, id: number): Promise<void> {
  await sql`update products set deleted_at = now() where id = ${id}`
}

/** Ordered by category, then by position. */
export async function listProductRows(sql: Sql, eventIds: readonly number[]): Promise<ProductRow[]> {
  return sql<ProductRow[]>`
    select p.* from products p join product_categories c on c.id = p.category_id
    where p.event_id = any (${[...eventIds]}) and p.deleted_at is null
    order by c.position, c.id, p.position, p.id`
}

export async function insertPrices(
  sql: Sql,
  productId: number,
  prices: readonly (NewPrice & { position: number })[],
): Promise<void> {
  const rows = prices.map((each) => ({ ...each, product_id: productId }))
  await sql`
    insert into product_prices ${sql(
      rows,
      ...([
        'product_id',
        'label',
        'price',
        'sale_start_date',
        'sale_end_date',
        'initial_quantity_available',
      ] as const),
      ...(['is_hidden', 'position'] as const),
    )}`
}

export async function updatePrice(
  sql: Sql,
  id: number,
  price: NewPrice & { position: number },
): Promise<void> {
  await sql`
    update product_prices set ${sql(
      price,
      ...(['label', 'price', 'sale_start_date', 'sale_end_date', 'initial_quantity_available'] as const),
      ...(['is_hidden', 'position'] as const),
    )} where id = ${id}`
}

export async function deletePrices(sql: Sql, ids: readonly number[]): Promise<void> {
  await sql`update product_prices set deleted_at = now() where id = any (${[...ids]})`
}

/** The lateral join makes PostgreSQL aggregate only the order items of these prices. */
export async function listPrices(sql: Sql, productIds: readonly number[]): Promise<PriceRow[]> {
  return sql<PriceRow[]>`
    select p.id, p.product_id, p.label, p.price::float8 as price, p.sale_start_date, p.sale_end_date,
      p.initial_quantity_available, p.is_hidden, coalesce(t.sold, 0) as sold, coalesce(t.held, 0) as held,
      t.held_until
    from product_prices p
    left join lateral (select * from price_takings where product_price_id = p.id) t on true
    where p.product_id = any (${[...productIds]}) and p.deleted_at is null
    order by p.position, p.id`
}

/** The namespace of this advisory lock; no other lock in this database may use it. */
const STOCK_LOCK = 731

/**
 * Serialises decisions about the stock of these prices until the transaction ends. Locks are taken in ascending order,
 * so that two transactions cannot deadlock. An advisory lock, because an edit of a price holds its row lock while it
 * sends webhooks, and sales must not wait for that.
 */
export async function lockPrices(tx: Tx, ids: readonly number[]): Promise<void> {
  const sorted = [...new Set(ids)].sort((a, b) => a - b)
  await tx`select pg_advisory_xact_lock(${STOCK_LOCK}, id) from unnest(${sorted}::integer[]) as id`
}

export type Oversold = { id: number; position: number; taken: number; deleted: boolean }
/** Prices of which more is sold or held than their quantity. */
export async function listOversold(sql: Sql, productId: number): Promise<Oversold[]> {
  return sql<Oversold[]>`
    select p.id, p.position, t.sold + t.held as taken, p.deleted_at is not null as deleted
    from product_prices p
    cross join lateral (select * from price_takings where product_price_id = p.id) t
    where p.product_id = ${productId}
      and t.sold + t.held > case when p.deleted_at is null then p.initial_quantity_available else 0 end
    order by p.position`
}

export type CategoryRow = {
  id: number
  event_id: number
  name: string
  description: string | null
  is_hidden: boolean
  position: number
  no_products_message: string | null
}
export type NewCategory = Omit<CategoryRow, 'id' | 'position'>

export async function insertCategory(sql: Sql, category: NewCategory): Promise<CategoryRow[]> {
  return sql<CategoryRow[]>`
    insert into product_categories ${sql(category, 'event_id', 'name', 'description', 'is_hidden', 'no_products_message')}
    returning *`
}

export async function listCategories(sql: Sql, eventIds: readonly number[]): Promise<CategoryRow[]> {
  return sql<CategoryRow[]>`
    select * from product_categories where event_id = any (${[...eventIds]}) order by position, id`
}

export async function updateCategory(
  sql: Sql,
  { id, ...category }: Omit<NewCategory, 'event_id'> & { id: number },
): Promise<CategoryRow[]> {
  return sql<CategoryRow[]>`
    update product_categories set ${sql(category, 'name', 'description', 'is_hidden', 'no_products_message')}
    where id = ${id} returning *`
}

export async function deleteCategory(sql: Sql, id: number): Promise<void> {
  await sql`delete from product_categories where id = ${id}`
}

export type TaxRow = {
  id: number
  account_id: number
  name: string
  description: string | null
  calculation_type: 'PERCENTAGE' | 'FIXED'
  rate: number
  is_active: boolean
  is_default: boolean
  type: 'TAX' | 'FEE'
}

const TAX_COLUMNS = [
  ...(['name', 'description', 'calculation_type', 'rate', 'is_active', 'is_default', 'type'] as const),
] as const

const TAX = (sql: Sql) => sql`
  id, account_id, name, description, calculation_type, rate::float8 as rate, is_active, is_default, type`

export async function insertTax(sql: Sql, tax: Omit<TaxRow, 'id'>): Promise<TaxRow[]> {
  return sql<TaxRow[]>`
    insert into taxes_and_fees ${sql(tax, 'account_id', ...TAX_COLUMNS)} returning ${TAX(sql)}`
}

export async function updateTax(sql: Sql, { id, account_id, ...tax }: TaxRow): Promise<TaxRow[]> {
  return sql<TaxRow[]>`
    update taxes_and_fees set ${sql(tax, ...TAX_COLUMNS)}
    where id = ${id} and account_id = ${account_id} returning ${TAX(sql)}`
}

export async function deleteTax(sql: Sql, tax: { accountId: number; id: number }): Promise<boolean> {
  const rows = await sql`
    delete from taxes_and_fees where id = ${tax.id} and account_id = ${tax.accountId} returning 1`
  return rows.length === 1
}

export async function listTaxes(sql: Sql, accountId: number): Promise<TaxRow[]> {
  return sql<TaxRow[]>`
    select ${TAX(sql)} from taxes_and_fees where account_id = ${accountId} order by id`
}

export async function listTaxesOf(
  sql: Sql,
  productIds: readonly number[],
): Promise<(TaxRow & { product_id: number })[]> {
  return sql<(TaxRow & { product_id: number })[]>`
    select l.product_id, t.id, t.account_id, t.name, t.description, t.calculation_type, t.rate::float8 as rate,
      t.is_active, t.is_default, t.type
    from taxes_and_fees t join product_taxes_and_fees l on l.tax_or_fee_id = t.id
    where l.product_id = any (${[...productIds]}) order by t.id`
}

export async function replaceTaxes(sql: Sql, productId: number, taxIds: readonly number[]): Promise<void> {
  await sql`delete from product_taxes_and_fees where product_id = ${productId}`
  if (taxIds.length > 0)
    await sql`insert into product_taxes_and_fees select ${productId}, unnest(${[...taxIds]}::integer[])`
}
