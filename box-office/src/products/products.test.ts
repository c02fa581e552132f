import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startOffice, type TestOffice } from '../../test-support/office.ts'
import {
  type Call,
  callerOf,
  type MadeEvent,
  makeEvent,
  makeProduct,
  type Organiser,
  reserve,
  signUp,
  wish,
} from '../../test-support/organiser.ts'

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

  it('leaves out hidden products', async () => {
    expect(await titles()).toEqual(['Open', 'Early, shown', 'None left, shown'])
  })

  it('includes, with a promo code, the products it unlocks at their discounted prices', async () => {
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

  it('is all that can be bought: an order for a product that is not shown is refused', async () => {
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

  it('changes with sale dates', async () => {
    now = Date.now() + 3 * 86_400_000
    const later = await titles()
    now = Date.now()
    expect(later).toContain('Early')
  })

  it('includes the remaining quantity when the organiser shows it', async () => {
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

  it('keeps the id and the sales of a price that is edited', async () => {
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

  it('refuses to delete the last category and one that has products', async () => {
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

  it('is a 404 for another account', async () => {
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
