import type { BaseContext } from '../base-context.ts'
import { lifecycleOf } from '../events/shape.ts'
import type { EventRow } from '../events/store.ts'
import {
  type Availability,
  availabilityOf,
  FEW,
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

/** How the sales of a published event stand. */
export type Sales = 'on_sale' | 'low' | 'waiting_list' | 'sold_out' | 'soon' | 'sales_over'

/** The first that any price is, is what they are together: what may still come goes before what is gone. */
const TOGETHER: readonly [price: Availability, sales: Sales][] = [
  ['available', 'on_sale'],
  ['not_yet', 'soon'],
  ['sold_out', 'sold_out'],
  ['over', 'sales_over'],
]

/** How sales stand for whoever is offered this. Where nothing is offered yet, they begin later. */
export function salesOf(offered: readonly Category[], now: number): Sales {
  const products = offered.flatMap((each) => each.products).map(withoutHiddenPrices)
  const found = new Set(
    products.flatMap((product) => product.prices.map((each) => availabilityOf(product, each, now))),
  )
  const [, sales = 'soon'] = TOGETHER.find(([price]) => found.has(price)) ?? []
  if (sales === 'on_sale' && areFew(products, now)) return 'low'
  return sales === 'sold_out' && products.some(canWait) ? 'waiting_list' : sales
}

/** Only what the organiser shows is told; one ticket whose number is not shown may be plenty. */
function areFew(products: readonly Product[], now: number): boolean {
  const numbers = products
    .filter((each) => isAvailable(each, now))
    .map((each) => (each.show_quantity_remaining ? totalLeft(each) : null) ?? Number.POSITIVE_INFINITY)
  return numbers.reduce((sum, each) => sum + each, 0) <= FEW
}

function canWait({ waitlist_enabled, prices }: Product): boolean {
  return waitlist_enabled === true && prices.some(isPriceSoldOut)
}

/** How sales of these events stand for everybody, asked for once; the function tells each published one's. */
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
