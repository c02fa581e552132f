import type { Tx } from '@tuvens/platform/db'
import type { Context } from '../context.ts'
import { requireEvent } from '../events/read.ts'
import type { Principal } from '../identity/session.ts'
import { missing } from '../refusal.ts'
import { changeAndTell } from '../webhooks/announce.ts'
import { readProducts, type Product } from './catalogue.ts'
import { readProduct, type WantedProduct } from './input.ts'
import { productShape } from './shape.ts'
import { insertPrices, insertProduct, nextPosition, replaceTaxes } from './store.ts'

export async function createProduct(
  context: Context,
  principal: Principal,
  { eventId, input }: { eventId: number; input: unknown },
): Promise<Product> {
  const event = await requireEvent(context, principal, eventId)
  const wanted = await readProduct(context, event, input)
  return changeAndTell(context, event.organizer_id, async (tx, announce) => {
    const product = await addProduct(tx, wanted)
    await announce('product.created', productShape(product, { now: context.clock.now() }))
    return product
  })
}

/** Stores a product with its prices, last in its category. */
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
