import { describe, expect, it } from 'vitest'
import { type Sales, salesOf } from '../products/sales.ts'
import {
  availabilityOf,
  isAvailable,
  isSoldOut,
  type PriceAvailability,
  quantityLeft,
  totalLeft,
} from './availability.ts'
import { offeredIn, type Product } from './read.ts'
import { productShape, publicProductShape } from './shape.ts'
import type { PriceRow } from './store.ts'

const OPENS = '2030-01-01T10:00:00.000Z'
const CLOSES = '2030-01-02T10:00:00.000Z'
const at = (iso: string) => Date.parse(iso)

const priceRow = (part: Partial<PriceRow> = {}): PriceRow => ({
  id: 11,
  product_id: 1,
  label: null,
  price: 10,
  sale_start_date: null,
  sale_end_date: null,
  initial_quantity_available: null,
  is_hidden: false,
  sold: 0,
  held: 0,
  held_until: null,
  ...part,
})
const productOf = (part: Partial<Product> = {}): Product => ({
  id: 1,
  event_id: 5,
  category_id: 3,
  title: 'Seat',
  type: 'PAID',
  product_type: 'TICKET',
  position: 1,
  description: null,
  max_per_order: 10,
  min_per_order: 0,
  sale_start_date: null,
  sale_end_date: null,
  hide_before_sale_start_date: false,
  hide_after_sale_end_date: false,
  start_collapsed: false,
  show_quantity_remaining: false,
  hide_when_sold_out: false,
  is_hidden_without_promo_code: false,
  is_hidden: false,
  is_highlighted: false,
  highlight_message: null,
  waitlist_enabled: null,
  taxes: [],
  prices: [priceRow()],
  ...part,
})
const window = { sale_start_date: new Date(OPENS), sale_end_date: new Date(CLOSES) }
const gone = { initial_quantity_available: 5, sold: 3, held: 2 }

describe('a price over time', () => {
  it.each<[time: string, expected: PriceAvailability]>([
    ['2030-01-01T09:59:59.999Z', 'not_yet'],
    [OPENS, 'available'],
    ['2030-01-01T10:00:00.001Z', 'available'],
    [CLOSES, 'available'],
    ['2030-01-02T10:00:00.001Z', 'over'],
  ])('at %s is %s, whether the dates are of the product or of the price', (time, expected) => {
    const [price] = [priceRow()]
    expect(availabilityOf(productOf(window), price, at(time))).toBe(expected)
    expect(availabilityOf(productOf(), priceRow(window), at(time))).toBe(expected)
  })

  it.each<[what: string, product: Partial<Product>, price: Partial<PriceRow>, expected: PriceAvailability]>([
    ['nothing special', {}, {}, 'available'],
    ['hidden, and sold out', { is_hidden: true }, gone, 'hidden'],
    ['hidden by its price', {}, { is_hidden: true }, 'hidden'],
    ['sold out, and not yet on sale', { sale_start_date: new Date(CLOSES) }, gone, 'sold_out'],
    [
      'before the start of its price, after the end of its product',
      { sale_end_date: new Date('2029-01-01') },
      { sale_start_date: new Date(CLOSES) },
      'not_yet',
    ],
    ['sold, with some left', {}, { ...gone, sold: 2 }, 'available'],
    ['oversold after an edit', {}, { ...gone, sold: 9 }, 'sold_out'],
    ['without a limit, much sold', {}, { sold: 1e6 }, 'available'],
    ['limited to nothing', {}, { initial_quantity_available: 0 }, 'sold_out'],
  ])('%s', (_what, product, price, expected) => {
    expect(availabilityOf(productOf(product), priceRow(price), at(OPENS))).toBe(expected)
  })
})

describe('the quantity left', () => {
  it.each<[Partial<PriceRow>, number | null]>([
    [{}, null],
    [{ initial_quantity_available: 5 }, 5],
    [{ initial_quantity_available: 5, sold: 2 }, 3],
    [{ initial_quantity_available: 5, held: 2 }, 3],
    [gone, 0],
    [{ ...gone, sold: 50 }, 0],
  ])('of a price with %j is %j', (part, expected) => {
    expect(quantityLeft(priceRow(part))).toBe(expected)
  })

  it.each<[Partial<PriceRow>[], number | null, boolean]>([
    [[], 0, false],
    [[gone], 0, true],
    [[gone, { initial_quantity_available: 4 }], 4, false],
    [[gone, {}], null, false],
    [[{ initial_quantity_available: 3 }, { initial_quantity_available: 4 }], 7, false],
  ])('of a product with the prices %j is %j, sold out: %j', (prices, left, soldOut) => {
    const product = productOf({ prices: prices.map(priceRow) })
    expect([totalLeft(product), isSoldOut(product)]).toEqual([left, soldOut])
  })
})

const categoryOf = (products: Product[], part = {}) => ({
  id: 3,
  event_id: 5,
  name: 'Tickets',
  description: null,
  is_hidden: false,
  position: 1,
  no_products_message: null,
  products,
  ...part,
})

describe('the sales status of an event', () => {
  const few = { show_quantity_remaining: true, prices: [priceRow({ initial_quantity_available: 10 })] }
  const sold = { prices: [priceRow(gone)] }
  const early = { sale_start_date: new Date(CLOSES) }
  const late = { sale_end_date: new Date('2029-01-01') }
  it.each<[what: string, products: Partial<Product>[], expected: Sales]>([
    ['nothing', [], 'soon'],
    ['a product without prices', [{ prices: [] }], 'soon'],
    ['a hidden price alone', [{ prices: [priceRow({ is_hidden: true })] }], 'soon'],
    ['one on sale', [{}], 'on_sale'],
    ['one on sale among sold out, early and late ones', [sold, early, late, {}], 'on_sale'],
    ['one early and one sold out', [sold, early], 'soon'],
    ['one late and one sold out', [sold, late], 'sold_out'],
    ['one late', [late], 'sales_over'],
    ['ten shown as left', [few], 'low'],
    ['ten left that are not shown', [{ ...few, show_quantity_remaining: false }], 'on_sale'],
    ['ten left and an unlimited one', [few, {}], 'on_sale'],
    ['ten left twice', [few, few], 'on_sale'],
    ['ten left, and more that is not on sale yet', [few, { ...few, ...early }], 'low'],
    ['sold out with a waiting list', [{ ...sold, waitlist_enabled: true }], 'waiting_list'],
    [
      'sold out with the waiting list of one that is over',
      [sold, { ...late, waitlist_enabled: true }],
      'sold_out',
    ],
  ])('with %s is right', (_what, products, expected) => {
    const all = products.map((each, index) => productOf({ id: index + 1, ...each }))
    expect(salesOf([categoryOf(all)], at(OPENS))).toBe(expected)
  })

  it('moves from soon over on sale to over as time passes', () => {
    const categories = [categoryOf([productOf(window)])]
    const times = ['2029-12-31T00:00:00Z', '2030-01-01T12:00:00Z', '2030-01-03T00:00:00Z']
    expect(times.map((time) => salesOf(categories, at(time)))).toEqual(['soon', 'on_sale', 'sales_over'])
  })
})

describe('what is offered', () => {
  const secret = productOf({ id: 2, is_hidden_without_promo_code: true })
  const code = (ids: number[]) => ({
    discount: 0,
    discount_type: 'NONE' as const,
    applicable_product_ids: ids,
  })
  const offered = (products: Product[], promo: Parameters<typeof offeredIn>[1], part = {}) =>
    offeredIn([categoryOf(products, part)], promo).flatMap((each) => each.products.map(({ id }) => id))

  it.each<[what: string, promo: Parameters<typeof offeredIn>[1], expected: number[]]>([
    ['without a code', null, [1]],
    ['with a code for everything', code([]), [1, 2]],
    ['with a code for it', code([2]), [1, 2]],
    ['with a code for another product', code([1]), [1]],
  ])('%s', (_what, promo, expected) => {
    expect(offered([productOf(), secret], promo)).toEqual(expected)
  })

  it('never includes a hidden product or a hidden category', () => {
    expect(offered([productOf({ is_hidden: true })], code([]))).toEqual([])
    expect(offered([productOf()], code([]), { is_hidden: true })).toEqual([])
  })
})

describe('the shape of a product', () => {
  const now = at(OPENS)
  const tiers = [
    priceRow({ label: 'Early', initial_quantity_available: 3, sold: 1 }),
    priceRow({ id: 12, price: 15, initial_quantity_available: 4, held: 4 }),
  ]

  it('adds up the quantities of its prices for the organiser', () => {
    const shape = productShape(productOf({ type: 'TIERED', prices: tiers }), { now })
    expect(shape).toMatchObject({ initial_quantity_available: 7, quantity_sold: 1, is_sold_out: false })
    expect(shape).not.toHaveProperty('price')
  })

  it('shows buyers what is left only where the organiser allows it', () => {
    const product = productOf({ type: 'TIERED', prices: tiers })
    const shape = (part: Partial<Product>) =>
      publicProductShape({ ...product, ...part }, { now, promo: null })
    expect(shape({})).not.toHaveProperty('quantity_available')
    expect(shape({ show_quantity_remaining: true })).toMatchObject({ quantity_available: 2 })
    expect(shape({ show_quantity_remaining: true, prices: [priceRow()] })).not.toHaveProperty(
      'quantity_available',
    )
  })

  it.each(['quantity_sold', 'is_hidden', 'initial_quantity_available', 'is_hidden_without_promo_code'])(
    'keeps %s from buyers',
    (field) => {
      expect(publicProductShape(productOf(), { now, promo: null })).not.toHaveProperty(field)
      expect(productShape(productOf(), { now })).toHaveProperty(field)
    },
  )

  it.each<[time: string, before: boolean, after: boolean, available: boolean]>([
    ['2029-12-31T00:00:00Z', true, false, false],
    ['2030-01-01T12:00:00Z', false, false, true],
    ['2030-01-03T00:00:00Z', false, true, false],
  ])('says at %s whether sales are to begin, open or over', (time, before, after, available) => {
    const flags = {
      is_before_sale_start_date: before,
      is_after_sale_end_date: after,
      is_available: available,
    }
    const product = productOf(window)
    expect(productShape(product, { now: at(time) })).toMatchObject(flags)
    expect(publicProductShape(product, { now: at(time), promo: null })).toMatchObject(flags)
    expect(isAvailable(product, at(time))).toBe(available)
  })

  it('has taxes always, when there are some, or never, as the caller chooses', () => {
    const has = (taxes: 'always' | 'when-any' | 'never') =>
      'taxes_and_fees' in productShape(productOf(), { now, taxes })
    expect([has('always'), has('when-any'), has('never')]).toEqual([true, false, false])
  })
})
