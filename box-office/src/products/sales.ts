import type { BaseContext } from '../base-context.ts'
import { lifecycleOf } from '../events/shape.ts'
import type { EventRow } from '../events/store.ts'
import {
  type PriceAvailability,
  availabilityOf,
  heldUntil,
  LOW_QUANTITY,
  isAvailable,
  isPriceSoldOut,
  totalLeft,
} from '../catalogue/availability.ts'
import {
  type Category,
  offeredIn,
  type Product,
  readCatalogue,
  withoutHiddenPrices,
} from '../catalogue/read.ts'

/** The sales status of a published event. */
export type Sales = 'on_sale' | 'low' | 'held' | 'waiting_list' | 'sold_out' | 'soon' | 'sales_over'

/** Sales have the status of the first entry that any price has. */
const PRIORITY: readonly [price: PriceAvailability, sales: Sales][] = [
  ['available', 'on_sale'],
  ['not_yet', 'soon'],
  ['sold_out', 'sold_out'],
  ['over', 'sales_over'],
]

/** The sales status of the offered products; `soon` when nothing is offered. */
export function salesOf(offered: readonly Category[], now: number): Sales {
  const products = offered.flatMap((each) => each.products).map(withoutHiddenPrices)
  const found = new Set(
    products.flatMap((product) => product.prices.map((each) => availabilityOf(product, each, now))),
  )
  const [, sales = 'soon'] = PRIORITY.find(([price]) => found.has(price)) ?? []
  if (sales === 'on_sale' && isLow(products, now)) return 'low'
  if (sales !== 'sold_out') return sales
  if (products.some(({ prices }) => prices.some((each) => heldUntil(each) !== null))) return 'held'
  return products.some(canWait) ? 'waiting_list' : sales
}

/** Counts only products whose remaining quantity is public; one product without it is never low. */
function isLow(products: readonly Product[], now: number): boolean {
  const numbers = products
    .filter((each) => isAvailable(each, now))
    .map((each) => (each.show_quantity_remaining ? totalLeft(each) : null) ?? Number.POSITIVE_INFINITY)
  return numbers.reduce((sum, each) => sum + each, 0) <= LOW_QUANTITY
}

function canWait({ waitlist_enabled, prices }: Product): boolean {
  return waitlist_enabled === true && prices.some(isPriceSoldOut)
}

/** Reads the sales status of these events once; the returned function gives that of one published event. */
export async function readSales(
  { db, clock }: BaseContext,
  events: readonly EventRow[],
): Promise<(eventId: number) => Sales> {
  const now = clock.now()
  const selling = events.filter((each) => each.status === 'LIVE' && lifecycleOf(each, now) !== 'ENDED')
  const catalogue = await readCatalogue(
    db,
    selling.map((each) => each.id),
  )
  const offered = offeredIn(catalogue, null)
  return (eventId) => {
    const own = offered.filter((each) => each.event_id === eventId)
    return salesOf(own, now)
  }
}
