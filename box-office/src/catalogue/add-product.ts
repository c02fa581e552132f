import type { Tx } from '@tuvens/platform/db/db'
import { missing } from '../refusal.ts'
import { type Product, readProducts } from './read.ts'
import {
  insertPrices,
  insertProduct,
  type NewPrice,
  type NewProduct,
  nextPosition,
  replaceTaxes,
} from './store.ts'

/** A price to be stored; `id` is set for one that exists. */
export type WantedPrice = NewPrice & { id: number | null }
export type WantedProduct = { product: NewProduct; prices: WantedPrice[]; taxIds: number[] }

/** Stores a product with its prices at the end of its category. */
export async function addProduct(tx: Tx, { product, prices, taxIds }: WantedProduct): Promise<Product> {
  const position = await nextPosition(tx, product.category_id)
  const [made] = await insertProduct(tx, { ...product, position })
  if (made === undefined) throw new TypeError('inserting a product returned nothing')
  await insertPrices(
    tx,
    made.id,
    prices.map((each, position) => ({ ...each, position })),
  )
  await replaceTaxes(tx, made.id, taxIds)
  return productOf(await readProducts(tx, [product.event_id]), made.id)
}

export function productOf(products: readonly Product[], id: number): Product {
  const product = products.find((each) => each.id === id)
  if (product === undefined) throw missing('Product', id)
  return product
}
