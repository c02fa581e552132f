import type { Sql } from '@tuvens/platform/db'
import {
  type CategoryRow,
  listCategories,
  listPrices,
  listProductRows,
  listTaxesOf,
  type PriceRow,
  type ProductRow,
  type TaxRow,
} from './store.ts'

export type Product = ProductRow & { prices: PriceRow[]; taxes: TaxRow[] }
export type Category = CategoryRow & { products: Product[] }

/** Everything that is for sale at these events, in the order it is shown. */
export async function readProducts(sql: Sql, eventIds: readonly number[]): Promise<Product[]> {
  if (eventIds.length === 0) return []
  const products = await listProductRows(sql, eventIds)
  const ids = products.map((each) => each.id)
  if (ids.length === 0) return []
  const [prices, taxes] = [await listPrices(sql, ids), await listTaxesOf(sql, ids)]
  return products.map((product) => ({
    ...product,
    prices: prices.filter((each) => each.product_id === product.id),
    taxes: taxes.filter((each) => each.product_id === product.id),
  }))
}

/** The event's categories, each with its products. */
export async function readCatalogue(sql: Sql, eventId: number): Promise<Category[]> {
  const [categories, products] = [await listCategories(sql, [eventId]), await readProducts(sql, [eventId])]
  return categories.map((category) => ({
    ...category,
    products: products.filter((each) => each.category_id === category.id),
  }))
}
