import { describe, expect, it } from 'vitest'
import { recording } from '../../../test-support/recordings.ts'
import type { Price, Product, PublicEvent } from '../../upstream/shop-answers.ts'
import { renderPage } from '../../web/page.tsx'
import { createFormat } from './format.ts'
import { closedSalesOf } from '../../shop/sales-status.ts'
import { pickerPage } from './picker-page.tsx'
import type { PickerFeedback } from './props.ts'
import { readSelection, sumOf } from '../form/selection.ts'
import { shopOf } from '../../shop/shop.ts'

const recorded = (name: string) =>
  structuredClone(recording('shop', name).response.body as { data: PublicEvent }).data
const script = {
  path: '/embed/assets/x.js',
  type: 'text/javascript',
  body: Buffer.alloc(0),
  compressed: null,
}

type PageInput = Partial<PickerFeedback> & { query?: Record<string, string>; locale?: string }

function htmlOf(event: PublicEvent, { query = {}, locale = 'en', ...feedback }: PageInput = {}): string {
  const shop = shopOf(event)
  const display = { script, heldScript: script, locale, embedOrigins: [], carried: {}, isStandalone: true }
  const reported = { isStale: false, code: null, isApplying: false, ...feedback }
  const selection = readSelection(query)
  const { html } = renderPage(
    pickerPage(display, { shop, format: createFormat(locale, shop), selection, ...reported }),
  )
  return html.slice(html.indexOf('<main'))
}

/** The text of the page in reading order, without tags. */
function read(event: PublicEvent, input: PageInput = {}): string {
  return htmlOf(event, input)
    .replaceAll(/<(svg|s)\b[^>]*>.*?<\/\1>/gs, '')
    .replaceAll(/<\/?(p|li|div|h\d|ul|section|form|label|button|summary)[^>]*>/g, '\n')
    .replaceAll(/<[^>]+>/g, '')
    .replaceAll('&amp;', '&')
    .replaceAll(/\s*\n\s*/g, '\n')
}

/** The recorded shop with only one of its tickets, changed. */
function only(title: string, change: Partial<Product> & { price?: Partial<Price> } = {}): PublicEvent {
  const { price, ...product } = change
  const event = recorded('public-event')
  const found = event.product_categories.flatMap((each) => each.products).find((each) => each.title === title)
  const [category] = event.product_categories
  if (found === undefined || category === undefined) throw new TypeError(`${title} was not recorded`)
  const prices = found.prices.map((each) => ({ ...each, ...price }))
  return { ...event, product_categories: [{ ...category, products: [{ ...found, prices, ...product }] }] }
}

describe('the page of the recorded shop', () => {
  it.each([
    ['Free', 'Free\nFree\n3 left'],
    ['Paid with tax and fee', 'Best view\nPaid with tax and fee\n€24.20\nincl. €4.20 VAT\n−\n+\nFront row'],
    ['Tiered', 'Tiered\nEarly bird\n€10.00\nuntil Tue, Nov 24, 10:05 AM GMT+1\n−\n+\nRegular\n€15.00'],
    ['Tiered', 'Late\n€25.00\nOn sale Thu, Dec 3, 10:05 AM GMT+1'],
    ['Donation', 'Donation\n€5.00 or more\nDonation: EUR each'],
    ['Not yet on sale', 'Not yet on sale\n€9.00\nOn sale Thu, Nov 26, 10:05 AM GMT+1'],
    ['Sale over', 'Sale over\n€9.00'],
    ['T-shirt', 'T-shirt\n€18.00'],
  ])('shows the ticket %s with %j', (title, words) => {
    expect(read(recorded('public-event'))).toContain(words)
    expect(read(only(title))).toContain(words)
  })

  it('folds a ticket that starts collapsed, and leaves it open where something of it is chosen', () => {
    const folded = only('Tiered', { start_collapsed: true })
    const price = folded.product_categories[0]?.products[0]?.prices[0]?.id
    const id = folded.product_categories[0]?.products[0]?.id
    expect(htmlOf(folded)).toMatch(
      /<details class="picker__fold"><summary><h3 dir="auto">Tiered<\/h3><\/summary>/,
    )
    expect(htmlOf(folded, { query: { [`quantity.${id}.${price}`]: '1' } })).toContain(
      '<details class="picker__fold" open',
    )
    expect(htmlOf(only('Tiered'))).not.toContain('picker__fold')
  })

  it('shows the categories with their descriptions', () => {
    expect(read(recorded('public-event'))).toMatch(/\nTickets\n[\s\S]+\nMerchandise\nThings\nT-shirt\n/)
  })

  it('offers a waiting list once a ticket is sold out', () => {
    expect(read(recorded('public-event'))).not.toContain('Join the waiting list')
    expect(read(recorded('public-event-sold-out'))).toContain(
      'Waitlist when sold out\nFree\nSold out\nJoin the waiting list: Waitlist when sold out\n',
    )
  })

  it('shows hidden tickets only with the promo code that unlocks them, at its discount', () => {
    expect(read(recorded('public-event'))).not.toMatch(/With code only|Hidden/)
    const coded = read(recorded('public-event-promo'), { code: 'works', query: { promo_code: 'JAZZ10' } })
    expect(coded).toContain('The code JAZZ10 is applied.')
    expect(coded).toContain('With code only\n€7.20')
    expect(coded).not.toContain('Hidden')
    const category = recorded('public-event')
    for (const each of category.product_categories) each.is_hidden = each.name === 'Merchandise'
    expect(read(category)).not.toContain('T-shirt')
  })

  it('compares a discount with a price that includes the same taxes, or shows none', () => {
    const { sections } = shopOf(recorded('public-event-promo'))
    const [, paid] = sections[0]?.tickets ?? []
    expect(paid?.offers[0]).toMatchObject({ shown: 21.78, before: expect.closeTo(24.2, 5) })
    const beforeOf = (more: Parameters<typeof only>[1]) =>
      shopOf(only('Paid with tax and fee', more)).sections[0]?.tickets[0]?.offers[0]?.before
    const taxes = [
      { name: 'VAT', type: 'TAX', calculation_type: 'PERCENTAGE', rate: 20 },
      { name: 'Service', type: 'FEE', calculation_type: 'FIXED', rate: 1.5 },
    ]
    const price = { is_discounted: true, price: 20, price_before_discount: 30, fee_total: 1.5 }
    expect(beforeOf({ taxes, price: { ...price, price_including_taxes_and_fees: 25.8 } })).toBeCloseTo(
      37.8,
      5,
    )
    // Rates that do not explain the price of now say nothing about the one before.
    expect(beforeOf({ taxes, price: { ...price, price_including_taxes_and_fees: 26.5 } })).toBeNull()
  })
})

describe('taxes and fees', () => {
  const taxed = { tax_total: 4.2, fee_total: 1.5, price_including_taxes_and_fees: 25.7 }
  const taxes = [
    { name: 'VAT', type: 'TAX' },
    { name: 'Service', type: 'FEE' },
  ]

  it('are named where the price includes them', () => {
    expect(read(only('Paid with tax and fee', { taxes, price: taxed }))).toContain(
      '€25.70\nincl. €4.20 VAT and €1.50 Service\n',
    )
  })

  it('are named where they are added to the price, and included in the total', () => {
    const event = only('Paid with tax and fee', { taxes, price: taxed })
    const page = read(
      { ...event, settings: { price_display_mode: 'EXCLUSIVE' } },
      { query: { 'quantity.8.8': '2' } },
    )
    expect(page).toContain('€20.00\nplus €4.20 VAT and €1.50 Service\n')
    expect(page).toContain('Total with taxes and fees €51.40')
  })

  it('have a general name where they have none of their own', () => {
    expect(read(only('Paid with tax and fee', { taxes: null, price: taxed }))).toContain(
      'incl. €4.20 tax and €1.50 fees',
    )
  })
})

describe('the limits of an order', () => {
  it.each([
    [{ min_per_order: 2, max_per_order: 6 }, '2 to 6 per order'],
    [{ min_per_order: 2, max_per_order: 100 }, 'at least 2 per order'],
    [{ min_per_order: 0, max_per_order: 4 }, 'up to 4 per order'],
    [{ min_per_order: 2, max_per_order: 2 }, 'exactly 2 per order'],
    [{ max_per_order: 4, quantity_available: 3 }, '3 left\n'],
    [{ max_per_order: 4, quantity_available: 999_999_999 }, 'up to 4 per order'],
    [{ max_per_order: 4, quantity_available: 9 }, '9 leftup to 4 per order'],
  ])('are shown for %j: %s', (change, words) => {
    expect(read(only('T-shirt', change))).toContain(`€18.00\n${words}`)
  })

  it('are not shown where the organiser set none', () => {
    expect(read(only('T-shirt'))).not.toContain('per order')
  })
})

describe('a shop that sells nothing now', () => {
  const soldOut = { is_sold_out: true, is_available: false }

  it.each([
    ['sold out', only('T-shirt', soldOut), 'Tickets are sold out.'],
    [
      'with a waiting list',
      only('T-shirt', { ...soldOut, waitlist_enabled: true }),
      'Sold out. There is a waiting list.',
    ],
    [
      'in somebody’s basket',
      only('T-shirt', { ...soldOut, price: { held_until: '2026-11-23T10:20:00Z' } }),
      'The last tickets are in somebody’s basket. They are held until Mon, Nov 23, 11:20 AM GMT+1',
    ],
    [
      'not begun',
      only('Not yet on sale'),
      'Ticket sales begin soon. The first go on sale Thu, Nov 26, 10:05 AM GMT+1.',
    ],
    ['over', only('Sale over'), 'Ticket sales are over.'],
    ['kept back for no reason given', only('T-shirt', { is_available: false }), 'Ticket sales begin soon.'],
  ])('says first that it is %s, and has no order button', (_what, event, words) => {
    const page = read(event)
    expect(page).toContain(`\nEvery kind of ticket\n${words}`)
    expect(page).not.toContain('Get tickets')
  })

  it.each([
    ['sold out', only('T-shirt', soldOut), 'Sold out'],
    ['over', only('Sale over'), 'Sales over'],
  ])('says once that it is %s, and asks only those for a code who came with one', (_what, event, badge) => {
    expect(read(event)).not.toContain(`\n${badge}\n`)
    expect(read(event)).not.toContain('Have a code?')
    expect(read(event, { query: { promo_code: 'FRIENDS' } })).toContain('Have a code?')
    const other = recorded('public-event').product_categories
    const mixed = { ...event, product_categories: [...event.product_categories, ...other] }
    expect(read(mixed)).toContain(`\n${badge}\n`)
    expect(read(only('Not yet on sale'))).toContain('Have a code?')
  })

  it('reports sales that have not begun before tickets that are sold out', () => {
    const event = recorded('public-event')
    event.product_categories = [
      ...only('T-shirt', soldOut).product_categories,
      ...only('Not yet on sale').product_categories,
    ]
    expect(closedSalesOf(shopOf(event))).toEqual({
      status: 'not_yet',
      isEmpty: false,
      startsAt: new Date('2026-11-26T09:05:37.000Z'),
    })
  })

  it.each([
    [
      'no ticket',
      [{ id: 1, name: 'Tickets', no_products_message: 'Come back in May.', products: [] }],
      'Come back in May.',
    ],
    ['no category', [], 'There are no tickets here yet.'],
    [
      'empty categories',
      ['A', 'B'].map((name, id) => ({ id: id + 1, name, products: [] })),
      'There are no tickets here yet.',
    ],
  ])('says so when it has %s', (_what, product_categories, words) => {
    expect(read({ ...recorded('public-event'), product_categories })).toContain(words)
  })
})

describe('prices in the picker', () => {
  it.each([
    ['JPY', 'ja-JP', '￥24'],
    ['JPY', 'en', '¥24'],
    ['KWD', 'en', 'KWD\u00a024.200'],
    ['USD', 'de-DE', '24,20\u00a0$'],
    ['EUR', 'nl', '€\u00a024,20'],
    ['GBP', 'en-GB', '£24.20'],
    ['CHF', 'fr-CH', '24.20\u00a0CHF'],
  ])('in %s are formatted for %s', (currency, locale, words) => {
    expect(read({ ...only('Paid with tax and fee'), currency }, { locale })).toContain(words)
  })

  it.each([
    ['EUR', 0.01],
    ['JPY', 1],
    ['KWD', 0.001],
  ])('in %s can be given in steps of %d', (currency, unit) => {
    expect(createFormat('en', { currency, timezone: 'UTC' }).unit).toBe(unit)
  })

  it('are added up, donations with the amount that was given', () => {
    const selection = readSelection({
      'quantity.8.8': '2',
      'quantity.10.12': '1',
      'amount.10.12': '7,50',
      'quantity.999.999': '3',
    })
    expect(sumOf(shopOf(recorded('public-event')), selection)).toEqual({ pieces: 3, total: 55.9 })
  })

  it('of fixed-price tickets ignore an amount that a visitor sends', () => {
    const selection = readSelection({ 'quantity.8.8': '2', 'amount.8.8': '0.01' })
    expect(sumOf(shopOf(recorded('public-event')), selection)).toMatchObject({ total: 48.4 })
  })
})

describe('a promo code', () => {
  const query = { promo_code: 'NOPE' }

  it.each([
    ['wrong', 'NOPE is not a code for this event. Check the spelling, or try another.'],
    ['unchecked', 'The code NOPE could not be checked. Wait a minute, then apply it again.'],
  ] as const)('that is %s is reported', (code, words) => {
    expect(read(recorded('public-event'), { query, code })).toContain(words)
  })
})
