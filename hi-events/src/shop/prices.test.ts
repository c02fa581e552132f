import type { TicketPrices } from '@tuvens/contract'
import { describe, expect, it } from 'vitest'
import { recording } from '../../test-support/recordings.ts'
import type { Price, Product, PublicEvent } from '../upstream/shop-answers.ts'
import { pricesOf } from './prices.ts'
import { shopOf } from './shop.ts'

const recorded = () =>
  structuredClone(recording('shop', 'public-event').response.body as { data: PublicEvent }).data

/** The recorded shop with only one of its tickets, changed. */
function only(title: string, change: { event?: Partial<PublicEvent>; price?: Partial<Price> } = {}) {
  const event = recorded()
  const [category] = event.product_categories
  const products: Product[] = event.product_categories.flatMap((each) => each.products)
  const found = products.filter((each) => each.title === title)
  for (const each of found) each.prices = each.prices.map((price) => ({ ...price, ...change.price }))
  if (category === undefined || found.length === 0) throw new TypeError(`${title} was not recorded`)
  return { ...event, product_categories: [{ ...category, products: found }], ...change.event }
}

const euros = (least: string, most: string | null = least): TicketPrices => ({ currency: 'EUR', least, most })

describe('what tickets cost that can be bought now', () => {
  it.each([
    ['one price', only('T-shirt'), euros('18.00')],
    ['no price', only('Free'), euros('0.00')],
    ['several prices', only('Tiered'), euros('10.00', '15.00')],
    ['an amount of one’s own', only('Donation'), euros('5.00', null)],
    ['everything', recorded(), euros('0.00', null)],
    [
      'taxes that are included',
      only('T-shirt', { price: { price_including_taxes_and_fees: 21.78 } }),
      euros('21.78'),
    ],
    [
      'taxes that are added',
      only('T-shirt', {
        price: { price_including_taxes_and_fees: 21.78 },
        event: { settings: { price_display_mode: 'EXCLUSIVE' } },
      }),
      euros('18.00'),
    ],
    [
      'a currency without cents',
      only('T-shirt', { event: { currency: 'JPY' } }),
      { currency: 'JPY', least: '18', most: '18' },
    ],
  ])('is known of %s', (_what, event, prices) => {
    expect(pricesOf(shopOf(event))).toEqual(prices)
  })

  it.each([
    ['nothing can be bought', only('Sale over')],
    ['each date has its own prices', only('T-shirt', { event: { type: 'RECURRING', occurrences: [] } })],
    ['the currency is none', only('T-shirt', { event: { currency: 'euros' } })],
    ['an amount is none', only('T-shirt', { price: { price: -5, price_including_taxes_and_fees: -5 } })],
  ])('is not known when %s', (_when, event) => {
    expect(pricesOf(shopOf(event))).toBeNull()
  })
})
