import type { Tx } from '@tuvens/platform/db'
import type { Context } from '../context.ts'
import { requireEvent } from '../events/read.ts'
import type { Principal } from '../identity/session.ts'
import { invalid, Refusal } from '../refusal.ts'
import { announce } from '../webhooks/announce.ts'
import { type Product, readProducts } from './catalogue.ts'
import { productOf } from './create.ts'
import { readProduct, type WantedPrice, type WantedProduct } from './input.ts'
import { productShape } from './shape.ts'
import {
  deletePrices,
  deleteProduct,
  insertPrices,
  lockPrices,
  replaceTaxes,
  updatePrice,
  updateProduct,
} from './store.ts'

type Named = { eventId: number; id: number }

/** Replaces a product and its prices; a price keeps its sales when its id is given. */
export async function editProduct(
  context: Context,
  principal: Principal,
  { eventId, id, input }: Named & { input: unknown },
): Promise<Product> {
  const event = await requireEvent(context, principal, eventId)
  const wanted = await readProduct(context, event, input)
  return context.tellingDb.begin(async (tx) => {
    const product = await replaceProduct(tx, { current: await lockProduct(tx, { eventId, id }), wanted })
    const payload = productShape(product, { now: context.clock.now() })
    await announce(context, { organizerId: event.organizer_id, type: 'product.updated', payload })
    return product
  })
}

/** @throws Refusal 409 when somebody bought or holds one */
export async function removeProduct(
  context: Context,
  principal: Principal,
  { eventId, id }: Named,
): Promise<void> {
  const event = await requireEvent(context, principal, eventId)
  await context.tellingDb.begin(async (tx) => {
    const product = await lockProduct(tx, { eventId, id })
    if (takenOf(product) > 0)
      throw new Refusal(
        409,
        'You cannot delete this product because it has orders associated with it. You can hide it instead.',
      )
    await deleteProduct(tx, id)
    const payload = productShape(product, { now: context.clock.now() })
    await announce(context, { organizerId: event.organizer_id, type: 'product.deleted', payload })
  })
}

/** The product as it stands once nobody else can sell from it. */
async function lockProduct(tx: Tx, { eventId, id }: Named): Promise<Product> {
  const { prices } = productOf(await readProducts(tx, [eventId]), id)
  await lockPrices(
    tx,
    prices.map((each) => each.id),
  )
  return productOf(await readProducts(tx, [eventId]), id)
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
  const kept = new Set(matched.map((each) => each.id))
  const gone = current.prices.filter((each) => !kept.has(each.id))
  if (gone.some(({ sold, held }) => sold + held > 0))
    throw invalid('prices', 'You cannot delete a price that has orders associated with it.')
  for (const [position, { id, ...price }] of matched.entries()) {
    const taken = takenOf({ prices: current.prices.filter((each) => each.id === id) })
    if (price.initial_quantity_available !== null && price.initial_quantity_available < taken)
      throw invalid(
        `prices.${position}.initial_quantity_available`,
        `${taken} of these are already sold or being bought.`,
      )
    if (id === null) await insertPrices(tx, current.id, [price])
    else await updatePrice(tx, id, { ...price, position })
  }
  await deletePrices(
    tx,
    gone.map((each) => each.id),
  )
}

/** A product with one price keeps it, also when the caller does not name its id. */
function matchPrices({ prices }: Product, wanted: readonly WantedPrice[]): WantedPrice[] {
  const [only] = prices
  if (only !== undefined && prices.length === 1 && wanted.length === 1)
    return wanted.map((each) => ({ ...each, id: only.id }))
  for (const [index, { id }] of wanted.entries()) {
    const known = id === null || prices.some((each) => each.id === id)
    if (!known) throw invalid(`prices.${index}.id`, `The selected prices.${index}.id is invalid.`)
  }
  return [...wanted]
}

function takenOf({ prices }: Pick<Product, 'prices'>): number {
  return prices.reduce((sum, { sold, held }) => sum + sold + held, 0)
}
