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

type Offer = ProductRow & { prices: readonly PriceRow[] }

export function isSoldOut({ prices }: Offer): boolean {
  return prices.length > 0 && prices.every(isPriceSoldOut)
}

/** Whether this price of this product can be bought now, as far as time and stock go. */
export function isPriceAvailable(product: Offer, price: PriceRow, now: number): boolean {
  const windows = [saleWindow(product, now), saleWindow(price, now)]
  const onSale = windows.every(({ isBefore, isAfter }) => !isBefore && !isAfter)
  return onSale && !product.is_hidden && !price.is_hidden && !isPriceSoldOut(price)
}

export function isAvailable(product: Offer, now: number): boolean {
  return product.prices.some((price) => isPriceAvailable(product, price, now))
}

/** Left over all prices; null as soon as one of them has no limit. */
export function totalLeft({ prices }: Offer): number | null {
  const left = prices.map(quantityLeft)
  return left.includes(null) ? null : left.reduce<number>((sum, each) => sum + (each ?? 0), 0)
}
