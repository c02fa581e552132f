import type { TicketPrices } from '@tuvens/contract'
import type { Text } from '@tuvens/messages'
import type { Ticketing } from '$lib/apis/hievents/extendedEventTypes.ts'

/** What tickets cost, from the least to the most: "€10.00 – €25.00", "Free", "From €5.00". */
export function priceText({ currency, least, most }: TicketPrices, locale: string, t: Text): string {
  const money = new Intl.NumberFormat(locale, { style: 'currency', currency })
  const textOf = (amount: string) => (Number(amount) === 0 ? t('events.free') : money.format(Number(amount)))
  // Nobody knows the most that somebody gives.
  if (most === null)
    return Number(least) === 0 ? t('events.freeOrMore') : t('events.from', { amount: textOf(least) })
  return Number(least) === Number(most) ? textOf(least) : `${textOf(least)} – ${textOf(most)}`
}

/** The price of tickets while they are on sale; null where it is not known. */
export function shownPriceOf(
  { phase, prices }: Pick<Ticketing, 'phase' | 'prices'>,
  locale: string,
  t: Text,
): string | null {
  const isOnSale = phase === 'on_sale' || phase === 'low'
  return isOnSale && prices !== null ? priceText(prices, locale, t) : null
}
