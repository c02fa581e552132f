import type { PriceRow, ProductRow } from './store.ts'

type Windowed = Pick<PriceRow, 'sale_start_date' | 'sale_end_date'>
export type SaleWindow = { isBefore: boolean; isAfter: boolean }

export function saleWindow({ sale_start_date, sale_end_date }: Windowed, now: number): SaleWindow {
  return {
    isBefore: sale_start_date !== null && sale_start_date.getTime() > now,
    isAfter: sale_end_date !== null && sale_end_date.getTime() < now,
  }
}

/** @returns null when the quantity is unlimited */
export function quantityLeft({ initial_quantity_available, sold, held }: PriceRow): number | null {
  return initial_quantity_available === null ? null : Math.max(0, initial_quantity_available - sold - held)
}

export function isPriceSoldOut(price: PriceRow): boolean {
  return quantityLeft(price) === 0
}

/** Until when the last tickets of a price are held by orders that nobody has finished; null when they are not. */
export function heldUntil(price: PriceRow): Date | null {
  return isPriceSoldOut(price) && price.sold < (price.initial_quantity_available ?? 0)
    ? price.held_until
    : null
}

/** Sales are *low* from this number of tickets downwards. */
export const LOW_QUANTITY = 10

type PricedProduct = ProductRow & { prices: readonly PriceRow[] }

/** Whether a price can be bought, or the first reason why not. */
export type PriceAvailability = 'available' | 'sold_out' | 'not_yet' | 'over' | 'hidden'

export function isSoldOut({ prices }: PricedProduct): boolean {
  return prices.length > 0 && prices.every(isPriceSoldOut)
}

/** Considers visibility, stock and sale dates, in this order. Ignores promo codes. */
export function availabilityOf(product: PricedProduct, price: PriceRow, now: number): PriceAvailability {
  const windows = [saleWindow(product, now), saleWindow(price, now)]
  const reasons: [PriceAvailability, boolean][] = [
    ['hidden', product.is_hidden || price.is_hidden],
    ['sold_out', isPriceSoldOut(price)],
    ['not_yet', windows.some((each) => each.isBefore)],
    ['over', windows.some((each) => each.isAfter)],
  ]
  return reasons.find(([, holds]) => holds)?.[0] ?? 'available'
}

export function isPriceAvailable(product: PricedProduct, price: PriceRow, now: number): boolean {
  return availabilityOf(product, price, now) === 'available'
}

export function isAvailable(product: PricedProduct, now: number): boolean {
  return product.prices.some((price) => isPriceAvailable(product, price, now))
}

/** The quantity left of all prices together; null when one is unlimited. */
export function totalLeft({ prices }: PricedProduct): number | null {
  const left = prices.map(quantityLeft)
  return left.includes(null) ? null : left.reduce<number>((sum, each) => sum + (each ?? 0), 0)
}
