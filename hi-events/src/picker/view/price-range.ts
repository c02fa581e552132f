import { isAvailable, offersOf, type Shop } from '../../shop/shop.ts'
import type { Format } from './format.ts'

/** What the tickets cost that can be bought now, from the least to the most: "€10.00 – €25.00". Empty while there are none. */
export function priceRange(shop: Pick<Shop, 'sections'>, format: Format): string {
  const offers = offersOf(shop).filter(isAvailable)
  const [least, most] = [Math.min(...amountsOf(offers)), Math.max(...amountsOf(offers))]
  if (offers.length === 0) return ''
  // Nobody knows the most that somebody gives.
  if (offers.some((each) => each.isDonation))
    return least === 0 ? 'Free, or more' : `From ${format.price(least)}`
  return least === most ? format.price(least) : `${format.price(least)} – ${format.price(most)}`
}

function amountsOf(offers: readonly { shown: number; total: number; isDonation: boolean }[]): number[] {
  return offers.map(({ shown, total, isDonation }) => (isDonation ? total : shown))
}
