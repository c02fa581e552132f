import type { PriceRow, ProductRow } from './store.ts'

type Windowed = Pick<PriceRow, 'sale_start_date' | 'sale_end_date'>
export type SaleWindow = { isBefore: boolean; isAfter: boolean }

export function saleWindow({ sale_start_date, sale_end_date }: Windowed, now: number): SaleWindow {
  return {
    isBefore: sale_start_date !== null && sale_start_date.getTime() > now,
    isAfter: sale_end_date !== null && sale_end_date.getTime() < now,
  }
}

/** How many are left; null: as many as anybody wants. */
export function quantityLeft({ initial_quantity_available, sold, held }: PriceRow): number | null {
  return initial_quantity_available === null ? null : Math.max(0, initial_quantity_available - sold - held)
}

export function isPriceSoldOut(price: PriceRow): boolean {
  return quantityLeft(price) === 0
}

/** So many are few. */
export const FEW = 10

type Offer = ProductRow & { prices: readonly PriceRow[] }

/** Why a price can be had or not. */
export type Availability = 'available' | 'sold_out' | 'not_yet' | 'over' | 'hidden'

export function isSoldOut({ prices }: Offer): boolean {
  return prices.length > 0 && prices.every(isPriceSoldOut)
}

/** What keeps this price of this product from being bought now, as far as time and stock go; stock counts first. */
export function availabilityOf(product: Offer, price: PriceRow, now: number): Availability {
  const windows = [saleWindow(product, now), saleWindow(price, now)]
  const reasons: [Availability, boolean][] = [
    ['hidden', product.is_hidden || price.is_hidden],
    ['sold_out', isPriceSoldOut(price)],
    ['not_yet', windows.some((each) => each.isBefore)],
    ['over', windows.some((each) => each.isAfter)],
  ]
  return reasons.find(([, holds]) => holds)?.[0] ?? 'available'
}

export function isPriceAvailable(product: Offer, price: PriceRow, now: number): boolean {
  return availabilityOf(product, price, now) === 'available'
}

export function isAvailable(product: Offer, now: number): boolean {
  return product.prices.some((price) => isPriceAvailable(product, price, now))
}

/** Left over all prices; null as soon as one of them has no limit. */
export function totalLeft({ prices }: Offer): number | null {
  const left = prices.map(quantityLeft)
  return left.includes(null) ? null : left.reduce<number>((sum, each) => sum + (each ?? 0), 0)
}
