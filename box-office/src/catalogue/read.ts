import type { Sql } from '@tuvens/platform/db/db'
import { appliesTo, type Discount } from './pricing.ts'
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

/** These events' categories, each with its products. */
export async function readCatalogue(sql: Sql, eventIds: readonly number[]): Promise<Category[]> {
  if (eventIds.length === 0) return []
  const [categories, products] = [await listCategories(sql, eventIds), await readProducts(sql, eventIds)]
  return categories.map((category) => ({
    ...category,
    products: products.filter((each) => each.category_id === category.id),
  }))
}

/** Without hidden categories and products, and without those that need a promo code other than `promo`. */
export function offeredIn(categories: readonly Category[], promo: Discount | null): Category[] {
  return categories
    .filter((each) => !each.is_hidden)
    .map((category) => ({
      ...category,
      products: category.products.filter((each) => isOffered(each, promo)),
    }))
}

function isOffered(product: Product, promo: Discount | null): boolean {
  return !product.is_hidden && (!product.is_hidden_without_promo_code || appliesTo(promo, product))
}

export function withoutHiddenPrices(product: Product): Product {
  return { ...product, prices: product.prices.filter((each) => !each.is_hidden) }
}
