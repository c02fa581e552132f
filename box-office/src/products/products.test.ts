import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startOffice, type TestOffice } from '../testing/office.ts'
import {
  type Call,
  callerOf,
  details,
  type MadeEvent,
  makeEvent,
  makeProduct,
  type Organiser,
  reserve,
  signUp,
  wish,
} from '../testing/organiser.ts'
import { additionsOn, discounted, mergeRollups } from './pricing.ts'
import type { TaxRow } from './store.ts'

let office: TestOffice
let organiser: Organiser
let anyone: Call
let event: MadeEvent
let now = Date.now()
beforeAll(async () => {
  office = await startOffice({ context: { clock: { now: () => now } } })
  organiser = await signUp(office.api)
  anyone = callerOf(office.api)
})
afterAll(() => office.close())

const day = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString()
const seen = async (query = '') => {
  const { body } = await anyone('GET', `/public/events/${event.eventId}${query}`)
  return body.data.product_categories.flatMap((each: { products: unknown[] }) => each.products)
}
const order = (body: unknown) => anyone('POST', `/public/events/${event.eventId}/order`, body)

describe('what visitors see', () => {
  beforeAll(async () => {
    event = await makeEvent(organiser)
    const paid = { type: 'PAID', prices: [{ price: 10 }] }
    await makeProduct(organiser, event, { title: 'Open' })
    await makeProduct(organiser, event, { title: 'Hidden', is_hidden: true })
    await makeProduct(organiser, event, { title: 'With code', ...paid, is_hidden_without_promo_code: true })
    await makeProduct(organiser, event, {
      title: 'Early',
      sale_start_date: day(2),
      hide_before_sale_start_date: true,
    })
    await makeProduct(organiser, event, { title: 'Early, shown', sale_start_date: day(2) })
    await makeProduct(organiser, event, {
      title: 'Late',
      sale_end_date: day(-2),
      hide_after_sale_end_date: true,
    })
    await makeProduct(organiser, event, { title: 'None left', quantity: 0, hide_when_sold_out: true })
    await makeProduct(organiser, event, { title: 'None left, shown', quantity: 0 })
    await organiser.call('POST', `/events/${event.eventId}/promo-codes`, {
      code: 'Jazz',
      discount_type: 'PERCENTAGE',
      discount: 50,
    })
  })
  const titles = async (query = '') => (await seen(query)).map((each: { title: string }) => each.title)

  it('leaves out what is hidden from them', async () => {
    expect(await titles()).toEqual(['Open', 'Early, shown', 'None left, shown'])
  })

  it('includes, with a code, what it opens, at its price', async () => {
    expect(await titles('?promo_code=JAZZ')).toContain('With code')
    const [found] = (await seen('?promo_code=jazz')).filter(
      (each: { title: string }) => each.title === 'With code',
    )
    expect(found).toMatchObject({
      price: 5,
      prices: [{ price: 5, price_before_discount: 10, is_discounted: true }],
    })
    expect(await titles('?promo_code=blues')).not.toContain('With code')
    expect(await titles('?promo_code[]=jazz')).not.toContain('With code')
  })

  it('cannot be bought past: every ticket that is not shown is refused, however one asks', async () => {
    const { body } = await organiser.call('GET', `/events/${event.eventId}`)
    const products: { id: number; title: string; prices: { id: number }[] }[] =
      body.data.product_categories[0].products
    for (const { id, title, prices } of products.filter((each) => each.title !== 'Open')) {
      const product = { productId: id, priceIds: prices.map((each) => each.id), eventId: event.eventId }
      const { status, body: refused } = await order(wish(product))
      expect([title, status]).toEqual([title, 422])
      expect(Object.keys(refused.errors)).toEqual(['products.0'])
    }
  })

  it('changes as sale times come and go', async () => {
    now = Date.now() + 3 * 86_400_000
    const later = await titles()
    now = Date.now()
    expect(later).toContain('Early')
  })

  it('says how many are left when the organiser wants it said', async () => {
    const product = await makeProduct(organiser, event, {
      title: 'Counted',
      quantity: 3,
      show_quantity_remaining: true,
    })
    const counted = async () => (await seen()).find((each: { title: string }) => each.title === 'Counted')
    expect((await counted()).quantity_available).toBe(3)
    await reserve(anyone, product, 2)
    expect(await counted()).toMatchObject({ quantity_available: 1, is_sold_out: false })
    await reserve(anyone, product, 1)
    expect(await counted()).toMatchObject({ quantity_available: 0, is_sold_out: true, is_available: false })
    expect((await seen()).find((each: { title: string }) => each.title === 'Open')).not.toHaveProperty(
      'quantity_available',
    )
  })
})

describe('making and changing products', () => {
  beforeAll(async () => {
    event = await makeEvent(organiser)
  })
  const make = (part: Record<string, unknown>) =>
    organiser.call('POST', `/events/${event.eventId}/products`, {
      title: 'A ticket',
      type: 'PAID',
      product_type: 'TICKET',
      product_category_id: event.categoryId,
      prices: [{ price: 10 }],
      ...part,
    })

  it.each([
    ['title', { title: '' }],
    ['type', { type: 'CHEAP' }],
    ['product_type', { product_type: 'HAT' }],
    ['product_category_id', { product_category_id: 999_999 }],
    ['prices', { prices: [] }],
    ['prices', { prices: [{ price: 1 }, { price: 2 }] }],
    ['prices', { prices: 'free' }],
    ['prices.0.price', { prices: [{ price: -1 }] }],
    ['prices.0.price', { prices: [{ price: 1.234 }] }],
    ['prices.0.price', { prices: [{ price: 'much' }] }],
    ['prices.0.price', { prices: [{ price: 1e12 }] }],
    ['prices.0.label', { type: 'TIERED' }],
    ['prices.0.initial_quantity_available', { prices: [{ price: 1, initial_quantity_available: -5 }] }],
    ['prices.0.initial_quantity_available', { prices: [{ price: 1, initial_quantity_available: 1.5 }] }],
    ['min_per_order', { min_per_order: 5, max_per_order: 4 }],
    ['max_per_order', { max_per_order: 0 }],
    ['sale_end_date', { sale_start_date: day(2), sale_end_date: day(1) }],
    ['sale_start_date', { sale_start_date: 'soon' }],
    ['tax_and_fee_ids.0', { tax_and_fee_ids: [999] }],
    ['is_hidden', { is_hidden: 'perhaps' }],
  ])('refuses a bad %s', async (field, part) => {
    const answer = await make(part)
    expect([answer.status, Object.keys(answer.body.errors)]).toEqual([422, [field]])
  })

  it('keeps what was sold of a price when it is edited, and its id', async () => {
    const made = await make({
      type: 'TIERED',
      prices: [
        { price: 10, label: 'Early' },
        { price: 15, label: 'Late' },
      ],
    })
    const [early, late] = made.body.data.prices
    const product = { productId: made.body.data.id, priceIds: [early.id, late.id], eventId: event.eventId }
    await reserve(anyone, product)
    const path = `/events/${event.eventId}/products/${product.productId}`
    const edit = {
      title: 'Tiers',
      type: 'TIERED',
      product_type: 'TICKET',
      product_category_id: event.categoryId,
    }
    const renamed = [
      { id: late.id, price: 16, label: 'Later' },
      { id: early.id, price: 11, label: 'Earlier' },
      { price: 20, label: 'Door' },
    ]
    const { body } = await organiser.call('PUT', path, { ...edit, prices: renamed })
    expect(body.data.prices.map((each: { label: string }) => each.label)).toEqual([
      'Later',
      'Earlier',
      'Door',
    ])
    const without = await organiser.call('PUT', path, { ...edit, prices: [renamed[0]] })
    expect([without.status, Object.keys(without.body.errors)]).toEqual([422, ['prices']])
    const foreign = await organiser.call('PUT', path, {
      ...edit,
      prices: [{ id: 999_999, price: 1, label: 'x' }, renamed[1]],
    })
    expect([foreign.status, Object.keys(foreign.body.errors)]).toEqual([422, ['prices.0.id']])
    const cheaper = await organiser.call('PUT', path, { ...edit, type: 'FREE', prices: [{ price: 0 }] })
    expect(cheaper.status).toBe(422)
  })

  it('keeps categories tidy: the last one stays, and one with tickets is not thrown away', async () => {
    const path = `/events/${event.eventId}/product-categories`
    expect((await organiser.call('DELETE', `${path}/${event.categoryId}`)).status).toBe(409)
    const made = await organiser.call('POST', path, { name: 'Merchandise' })
    const { id } = made.body.data
    await make({ product_category_id: id, product_type: 'GENERAL', title: 'T-shirt' })
    expect((await organiser.call('DELETE', `${path}/${id}`)).status).toBe(409)
    const hidden = await organiser.call('PUT', `${path}/${id}`, { name: 'Things', is_hidden: true })
    expect(hidden.body.data).toMatchObject({ name: 'Things', is_hidden: true })
    expect((await seen()).map((each: { title: string }) => each.title)).not.toContain('T-shirt')
  })

  it('belongs to the account: a stranger finds none of it', async () => {
    const stranger = await signUp(office.api)
    const { body } = await make({})
    const base = `/events/${event.eventId}`
    for (const [method, path] of [
      ['GET', '/products'],
      ['PUT', `/products/${body.data.id}`],
      ['DELETE', `/products/${body.data.id}`],
      ['GET', '/product-categories'],
      ['PUT', `/product-categories/${event.categoryId}`],
      ['POST', '/promo-codes'],
      ['GET', '/promo-codes'],
      ['GET', '/orders'],
      ['GET', '/attendees'],
      ['PATCH', '/settings'],
    ] as const)
      expect([
        path,
        (await stranger.call(method, base + path, method === 'GET' ? undefined : {})).status,
      ]).toEqual([path, 404])
    expect((await stranger.call('GET', `/accounts/${organiser.accountId}/taxes-and-fees`)).status).toBe(404)
  })
})

describe('promo codes', () => {
  beforeAll(async () => {
    event = await makeEvent(organiser)
  })
  const path = () => `/events/${event.eventId}/promo-codes`

  it('work for the products they name, until they run out or are deleted', async () => {
    const [a, b] = [
      await makeProduct(organiser, event, { type: 'PAID', prices: [{ price: 10 }] }),
      await makeProduct(organiser, event, { type: 'PAID', prices: [{ price: 10 }], title: 'Other' }),
    ]
    const code = {
      code: 'ONE',
      discount_type: 'FIXED',
      discount: 15,
      applicable_product_ids: [a.productId],
      max_allowed_usages: 2,
    }
    const made = await organiser.call('POST', path(), code)
    const both = { products: [...wish(a).products, ...wish(b).products], promo_code: ' One ' }
    const { body } = await order(both)
    expect(body.data).toMatchObject({ total_gross: 10, promo_code: 'one' })
    expect(body.data.order_items[0]).toMatchObject({
      price: 0,
      price_before_discount: 10,
      total_before_discount: 10,
    })
    expect((await order(both)).status).toBe(201)
    expect((await order(both)).body.errors).toEqual({ promo_code: ['This promo code is invalid'] })
    await organiser.call('DELETE', `${path()}/${made.body.data.id}`)
    expect((await organiser.call('GET', path())).body.data).toEqual([])
    expect((await anyone('GET', `/public/events/${event.eventId}/promo-codes/one`)).body).toEqual({
      valid: false,
    })
  })

  it('are over after their date', async () => {
    const code = { code: 'past', discount_type: 'NONE', expiry_date: day(-1) }
    expect((await organiser.call('POST', path(), code)).status).toBe(201)
    expect((await anyone('GET', `/public/events/${event.eventId}/promo-codes/past`)).body).toEqual({
      valid: false,
    })
  })

  it.each([
    [{ code: 'x' }],
    [{ code: 'has space' }],
    [{ code: 'HALF', discount_type: 'PERCENTAGE', discount: 101 }],
    [{ code: 'HALF', discount_type: 'SOME' }],
    [{ code: 'HALF', applicable_product_ids: [999_999] }],
    [{ code: 'HALF', max_allowed_usages: 0 }],
    [{ code: 'past' }],
  ])('are refused: %j', async (code) => {
    expect((await organiser.call('POST', path(), code)).status).toBe(422)
  })
})

describe('prices', () => {
  const tax = (part: Partial<TaxRow>): TaxRow => ({
    id: 1,
    account_id: 1,
    name: 'VAT',
    description: null,
    calculation_type: 'PERCENTAGE',
    rate: 21,
    is_active: true,
    is_default: false,
    type: 'TAX',
    ...part,
  })

  it('carry taxes on the price and on the fees, each rounded to the cent', () => {
    const fee = tax({ type: 'FEE', name: 'Service', calculation_type: 'FIXED', rate: 1.5 })
    expect(additionsOn([tax({}), fee], 20, 2)).toEqual({
      tax: 9.03,
      fee: 3,
      rollup: {
        taxes: [{ name: 'VAT', rate: 21, type: 'PERCENTAGE', value: 9.03 }],
        fees: [{ name: 'Service', rate: 1.5, type: 'FIXED', value: 3 }],
      },
    })
  })

  it('carry none when they are zero, or when the tax is switched off', () => {
    expect(additionsOn([tax({})], 0, 3)).toEqual({ tax: 0, fee: 0, rollup: {} })
    expect(additionsOn([tax({ is_active: false })], 10, 1).tax).toBe(0)
  })

  it('are never negative, and never less for what is free or given', () => {
    const off = { discount_type: 'FIXED' as const, discount: 15, applicable_product_ids: [] }
    expect(discounted({ id: 1, type: 'PAID' }, 10, off)).toBe(0)
    expect(discounted({ id: 1, type: 'DONATION' }, 10, off)).toBe(10)
    expect(discounted({ id: 2, type: 'PAID' }, 10, { ...off, applicable_product_ids: [1] })).toBe(10)
    expect(discounted({ id: 1, type: 'PAID' }, 9.99, { ...off, discount_type: 'PERCENTAGE' })).toBe(8.49)
  })

  it('sum up by name and rate over an order', () => {
    const line = { name: 'VAT', rate: 21, type: 'PERCENTAGE' as const, value: 0.1 }
    expect(mergeRollups([{ taxes: [line] }, { taxes: [{ ...line, value: 0.2 }] }, {}])).toEqual({
      taxes: [{ ...line, value: 0.3 }],
    })
  })

  it('of a donation are what people give, from the least upward', async () => {
    event = await makeEvent(organiser)
    const product = await makeProduct(organiser, event, { type: 'DONATION', prices: [{ price: 5 }] })
    const give = (price?: number) => {
      const [first] = wish(product).products
      return order({
        products: [{ ...first, quantities: [{ price_id: product.priceIds[0], quantity: 2, price }] }],
      })
    }
    expect((await give(7.5)).body.data.total_gross).toBe(15)
    expect((await give()).body.data.total_gross).toBe(10)
    expect((await give(4.99)).status).toBe(422)
    expect((await give(-1)).status).toBe(422)
  })

  it('with taxes are told beforehand as they are charged afterwards', async () => {
    event = await makeEvent(organiser)
    const path = `/accounts/${organiser.accountId}/taxes-and-fees`
    const vat = {
      name: 'VAT',
      description: '',
      calculation_type: 'PERCENTAGE',
      type: 'TAX',
      rate: 9,
      is_active: true,
    }
    const fee = {
      name: 'Service',
      description: null,
      calculation_type: 'FIXED',
      type: 'FEE',
      rate: 0.75,
      is_active: true,
    }
    const ids = [
      (await organiser.call('POST', path, vat)).body.data.id,
      (await organiser.call('POST', path, fee)).body.data.id,
    ]
    const product = await makeProduct(organiser, event, {
      type: 'PAID',
      prices: [{ price: 12.5 }],
      tax_and_fee_ids: ids,
    })
    const [shown] = await seen()
    const { body } = await order(wish(product))
    expect(shown.prices[0]).toMatchObject({
      price_including_taxes_and_fees: 14.44,
      tax_total: 1.19,
      fee_total: 0.75,
    })
    expect(body.data).toMatchObject({
      total_gross: 14.44,
      total_tax: 1.19,
      total_fee: 0.75,
      is_payment_required: true,
    })
    const reserved = await reserve(anyone, product)
    expect((await anyone('PUT', reserved.path, details(product))).body.data.status).toBe(
      'AWAITING_OFFLINE_PAYMENT',
    )
  })
})
