import { TicketPrices } from '@tuvens/contract'
import { Value } from 'typebox/value'
import { isAvailable, type Offer, offersOf, type Shop } from './shop.ts'

/**
 * What tickets cost that can be bought now, as they are shown; null while there are none. Prices of an event of several
 * dates may differ from date to date, so a reading without a date has no prices.
 */
export function pricesOf(
  shop: Pick<Shop, 'sections' | 'isOpen' | 'hasSeveralDates' | 'currency'>,
): TicketPrices | null {
  if (!shop.isOpen || shop.hasSeveralDates) return null
  const offers = offersOf(shop).filter(isAvailable)
  const amounts = offers.map(amountOf)
  const textOf = amountFormat(shop.currency)
  const isUpToBuyers = offers.some((each) => each.isDonation)
  const prices = {
    currency: shop.currency,
    least: textOf(Math.min(...amounts)),
    most: isUpToBuyers ? null : textOf(Math.max(...amounts)),
  }
  // The API would refuse the whole report for one amount that is none.
  return Value.Check(TicketPrices, prices) ? prices : null
}

/** Buyers give at least the price of a donation. */
function amountOf({ isDonation, total, shown }: Offer): number {
  return isDonation ? total : shown
}

/** Rounds as the picker does when it shows an amount. */
function amountFormat(currency: string): (amount: number) => string {
  if (!/^[A-Z]{3}$/.test(currency)) return String
  const { maximumFractionDigits } = new Intl.NumberFormat('en', {
    style: 'currency',
    currency,
  }).resolvedOptions()
  const digits = { minimumFractionDigits: maximumFractionDigits ?? 2, maximumFractionDigits }
  const format = new Intl.NumberFormat('en', { ...digits, useGrouping: false })
  return (amount) => format.format(amount)
}
