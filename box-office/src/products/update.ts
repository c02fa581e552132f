import type { Tx } from '@tuvens/platform/db/db'
import type { DeliveryContext } from '../deliveries/context.ts'
import { requireEvent } from '../events/read.ts'
import type { Principal } from '../rest/principal.ts'
import { invalid, Refusal } from '../refusal.ts'
import { changeWithWebhooks } from '../deliveries/announce.ts'
import { type Product, readProducts } from '../catalogue/read.ts'
import { productOf, type WantedPrice, type WantedProduct } from '../catalogue/add-product.ts'
import { readProduct } from './input.ts'
import { productShape } from '../catalogue/shape.ts'
import {
  deletePrices,
  deleteProduct,
  insertPrices,
  listOversold,
  lockPrices,
  replaceTaxes,
  updatePrice,
  updateProduct,
} from '../catalogue/store.ts'

type ProductIds = { eventId: number; id: number }

/** Replaces a product and its prices. A price with an id keeps its sales. */
export async function editProduct(
  context: DeliveryContext,
  principal: Principal,
  { eventId, id, input }: ProductIds & { input: unknown },
): Promise<Product> {
  const event = await requireEvent(context, principal, eventId)
  const wanted = await readProduct(context, event, input)
  return changeWithWebhooks(context, event.organizer_id, async (tx, sendWebhooks) => {
    const current = productOf(await readProducts(tx, [eventId]), id)
    const product = await replaceProduct(tx, { current, wanted })
    return withinStock(tx, current, async () => {
      await sendWebhooks('product.updated', productShape(product, { now: context.clock.now() }))
      return product
    })
  })
}

/** @throws Refusal 409 when tickets of it are sold or held */
export async function removeProduct(
  context: DeliveryContext,
  principal: Principal,
  { eventId, id }: ProductIds,
): Promise<void> {
  const event = await requireEvent(context, principal, eventId)
  await changeWithWebhooks(context, event.organizer_id, async (tx, sendWebhooks) => {
    const product = productOf(await readProducts(tx, [eventId]), id)
    if (takenOf(product) > 0) throw hasOrders()
    await deletePrices(tx, pricesOf(product))
    await deleteProduct(tx, id)
    await withinStock(tx, product, () =>
      sendWebhooks('product.deleted', productShape(product, { now: context.clock.now() })),
    )
  })
}

function hasOrders(): Refusal {
  const message =
    'You cannot delete this product because it has orders associated with it. You can hide it instead.'
  return new Refusal(409, message)
}

/**
 * Refuses a change that leaves a smaller quantity than is sold or held. Checked before the webhooks are sent, and again
 * afterwards under the stock lock, because sales continue while webhooks are sent.
 */
async function withinStock<T>(tx: Tx, product: Product, send: () => Promise<T>): Promise<T> {
  await requireStock(tx, product)
  const sent = await send()
  await lockPrices(tx, pricesOf(product))
  await requireStock(tx, product)
  return sent
}

async function requireStock(tx: Tx, product: Product): Promise<void> {
  const [price] = await listOversold(tx, product.id)
  if (price === undefined) return
  if (price.deleted) throw invalid('prices', 'You cannot delete a price that has orders associated with it.')
  const field = `prices.${price.position}.initial_quantity_available`
  throw invalid(field, `${price.taken} of these are already sold or being bought.`)
}

async function replaceProduct(
  tx: Tx,
  { current, wanted }: { current: Product; wanted: WantedProduct },
): Promise<Product> {
  if (current.type !== wanted.product.type && takenOf(current) > 0)
    throw invalid('type', 'You cannot change the type of a product that has orders.')
  const { event_id, ...product } = wanted.product
  await updateProduct(tx, current.id, product)
  await replacePrices(tx, current, wanted.prices)
  await replaceTaxes(tx, current.id, wanted.taxIds)
  return productOf(await readProducts(tx, [event_id]), current.id)
}

async function replacePrices(tx: Tx, current: Product, wanted: readonly WantedPrice[]): Promise<void> {
  const matched = matchPrices(current, wanted)
  for (const [position, { id, ...price }] of matched.entries()) {
    if (id === null) await insertPrices(tx, current.id, [{ ...price, position }])
    else await updatePrice(tx, id, { ...price, position })
  }
  const kept = new Set(matched.map((each) => each.id))
  await deletePrices(
    tx,
    pricesOf(current).filter((id) => !kept.has(id)),
  )
}

/** A product with one price keeps it, even when the caller gives no id. */
function matchPrices({ prices }: Product, wanted: readonly WantedPrice[]): WantedPrice[] {
  const [only] = prices
  if (only !== undefined && prices.length === 1 && wanted.length === 1)
    return wanted.map((each) => ({ ...each, id: only.id }))
  const seen = new Set<number>()
  for (const [index, { id }] of wanted.entries()) {
    const known = id === null || (prices.some((each) => each.id === id) && !seen.has(id))
    if (!known) throw invalid(`prices.${index}.id`, `The selected prices.${index}.id is invalid.`)
    if (id !== null) seen.add(id)
  }
  return [...wanted]
}

function pricesOf({ prices }: Product): number[] {
  return prices.map((each) => each.id)
}

function takenOf({ prices }: Product): number {
  return prices.reduce((sum, { sold, held }) => sum + sold + held, 0)
}
