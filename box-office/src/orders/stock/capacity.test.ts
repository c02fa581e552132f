import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startOffice, type TestOffice } from '../../../test-support/office.ts'
import {
  type Call,
  callerOf,
  details,
  type MadeEvent,
  type MadeProduct,
  makeEvent,
  makeProduct,
  type Organiser,
  reserve,
  signUp,
  wish,
} from '../../../test-support/organiser.ts'

/** Quantities and codes change while people buy, over two processes that share a database. */
let offices: [TestOffice, TestOffice]
let organiser: Organiser
let event: MadeEvent
beforeAll(async () => {
  const first = await startOffice()
  offices = [first, await startOffice({ database: first.database })]
  organiser = await signUp(first.api)
  event = await makeEvent(organiser)
})
afterAll(async () => {
  await offices[1].close()
  await offices[0].close()
})

const either = (index: number): Call => callerOf(offices[index % 2 === 0 ? 0 : 1].api)
const order = (index: number, body: unknown) =>
  either(index)('POST', `/public/events/${event.eventId}/order`, body)
const many = <T>(count: number, work: (index: number) => Promise<T>) =>
  Promise.all(Array.from({ length: count }, (_, index) => work(index)))

function organiserAt(index: number): Call {
  return callerOf(offices[index % 2 === 0 ? 0 : 1].api, { authorization: `Bearer ${organiser.token}` })
}

function resize(index: number, { productId, priceIds }: MadeProduct, places: number) {
  return organiserAt(index)('PUT', `/events/${event.eventId}/products/${productId}`, {
    title: 'General admission',
    type: 'FREE',
    product_type: 'TICKET',
    product_category_id: event.categoryId,
    prices: [{ id: priceIds[0], price: 0, initial_quantity_available: places }],
  })
}

async function stockOf({ priceIds }: MadeProduct): Promise<{ places: number; taken: number }> {
  const [row] = await offices[0].database.db<{ places: number; taken: number }[]>`
    select p.initial_quantity_available as places, coalesce(t.sold + t.held, 0) as taken
    from product_prices p left join price_takings t on t.product_price_id = p.id where p.id = ${priceIds[0] ?? 0}`
  return row ?? { places: -1, taken: 0 }
}

describe('the quantity of a price, changed while people buy', () => {
  it.each([1, 2, 3, 4])('is never below what is sold or held (round %i)', async (round) => {
    const product = await makeProduct(organiser, event, { quantity: 40 })
    const sizes = [12, 60, 8, 30, 20, 45]
    const [orders, edits] = await Promise.all([
      many(60, (index) => order(index, wish(product, 1 + ((index + round) % 3)))),
      many(sizes.length, (index) => resize(index, product, sizes[(index + round) % sizes.length] ?? 0)),
    ])
    expect(new Set(orders.map((each) => each.status))).toEqual(new Set([201, 422]))
    expect(edits.every((each) => each.status === 200 || each.status === 422)).toBe(true)
    const { places, taken } = await stockOf(product)
    expect(taken).toBeLessThanOrEqual(places)
    expect(taken).toBeGreaterThan(0)
  })

  it('cannot be reduced below a hold, so that the held order can be completed', async () => {
    const product = await makeProduct(organiser, event, { quantity: 3 })
    const held = await reserve(either(0), product, 3)
    expect((await resize(1, product, 2)).status).toBe(422)
    expect((await either(1)('PUT', held.path, details(product, 3))).status).toBe(200)
    expect((await resize(0, product, 3)).status).toBe(200)
    expect(await stockOf(product)).toEqual({ places: 3, taken: 3 })
  })

  it('goes back on sale once when an order is cancelled by concurrent calls', async () => {
    const product = await makeProduct(organiser, event, { quantity: 2 })
    const held = await reserve(either(0), product, 2)
    await either(0)('PUT', held.path, details(product, 2))
    const [row] = await offices[0].database.db<{ id: number }[]>`
      select id from orders where short_id = ${held.shortId}`
    const cancel = (index: number) =>
      organiserAt(index)('POST', `/events/${event.eventId}/orders/${row?.id}/cancel`)
    const [cancelled, orders] = await Promise.all([
      many(6, cancel),
      many(20, (index) => order(index, wish(product))),
    ])
    expect(cancelled.filter((each) => each.status === 200)).toHaveLength(1)
    const later = await many(10, (index) => order(index, wish(product)))
    const sold = [...orders, ...later].filter((each) => each.status === 201)
    expect(sold).toHaveLength(2)
    expect(await stockOf(product)).toEqual({ places: 2, taken: 2 })
  })
})

describe('the maximum per order', () => {
  it('counts all prices of a product together, also over several lines', async () => {
    const product = await makeProduct(organiser, event, {
      title: 'Session',
      type: 'TIERED',
      max_per_order: 4,
      min_per_order: 2,
      prices: [
        { price: 5, label: 'Early' },
        { price: 9, label: 'Late' },
      ],
    })
    const [early, late] = product.priceIds
    const line = (price_id: number | undefined, quantity: number) => ({ price_id, quantity })
    const ask = (...quantities: object[]) =>
      order(0, { products: [{ product_id: product.productId, quantities }] })
    const split = (...quantities: object[]) =>
      order(1, {
        products: quantities.map((each) => ({ product_id: product.productId, quantities: [each] })),
      })
    expect((await ask(line(early, 2), line(late, 2))).status).toBe(201)
    expect((await ask(line(early, 2), line(late, 3))).status).toBe(422)
    expect((await split(line(early, 3), line(early, 2))).status).toBe(422)
    expect((await split(line(early, 3), line(late, 2))).status).toBe(422)
    expect((await ask(line(early, 1))).body.message).toBe('You must order at least 2 of Session')
    expect((await split(line(early, 1), line(late, 1))).status).toBe(201)
  })
})

describe('the limit of a promo code, changed while people use it', () => {
  it('is never exceeded: neither the old limit during the change nor the new one after it', async () => {
    const product = await makeProduct(organiser, event, { type: 'PAID', prices: [{ price: 10 }] })
    const code = { code: 'RUSH', discount_type: 'FIXED', discount: 2, max_allowed_usages: 20 }
    await organiser.call('POST', `/events/${event.eventId}/promo-codes`, code)
    const [promo] = await offices[0].database.db<{ id: number }[]>`
      select id from promo_codes where code = 'rush'`
    const limit = (uses: number) => offices[0].database.db`
      update promo_codes set max_allowed_usages = ${uses} where id = ${promo?.id ?? 0}`
    const use = (index: number) => order(index, { ...wish(product), promo_code: 'rush' })
    const [orders] = await Promise.all([many(50, use), limit(6)])
    const used = orders.filter((each) => each.status === 201).length
    expect(used).toBeGreaterThanOrEqual(6)
    expect(used).toBeLessThanOrEqual(20)
    expect((await use(0)).status).toBe(422)
    await limit(used + 3)
    const more = await many(20, use)
    expect(more.filter((each) => each.status === 201)).toHaveLength(3)
  })
})

describe('the waiting list, while people join, buy and abandon orders', () => {
  it('gives concurrent entries distinct positions without gaps', async () => {
    const product = await makeProduct(organiser, event, { quantity: 1, waitlist_enabled: true })
    await reserve(either(0), product)
    const joined = await many(24, (index) =>
      either(index)('POST', `/public/events/${event.eventId}/waitlist`, {
        product_price_id: product.priceIds[0],
        first_name: 'W',
        email: `w${index}@example.com`,
      }),
    )
    const positions = joined.map((each) => Number(each.body.data.position)).sort((a, b) => a - b)
    expect(positions).toEqual(Array.from({ length: 24 }, (_, index) => index + 1))
  })

  it('accepts an e-mail address once, ignoring case', async () => {
    const product = await makeProduct(organiser, event, { quantity: 0, waitlist_enabled: true })
    const joined = await many(12, (index) =>
      either(index)('POST', `/public/events/${event.eventId}/waitlist`, {
        product_price_id: product.priceIds[0],
        first_name: 'W',
        email: index % 3 === 0 ? 'SAME@example.com' : 'same@Example.com',
      }),
    )
    expect(joined.filter((each) => each.status === 201)).toHaveLength(1)
    expect(joined.filter((each) => each.status === 409)).toHaveLength(11)
  })

  it('reserves nothing: a released ticket is sold once, to the first buyer', async () => {
    const product = await makeProduct(organiser, event, { quantity: 1, waitlist_enabled: true })
    const held = await reserve(either(0), product)
    const join = (index: number) =>
      either(index)('POST', `/public/events/${event.eventId}/waitlist`, {
        product_price_id: product.priceIds[0],
        first_name: 'W',
        email: `late${index}@example.com`,
      })
    const [, joined, orders] = await Promise.all([
      either(1)('POST', held.path.replace('?', '/abandon?')),
      many(10, join),
      many(10, (index) => order(index, wish(product))),
    ])
    expect(joined.every((each) => each.status === 201 || each.status === 422)).toBe(true)
    const late = await many(5, (index) => order(index, wish(product)))
    expect([...orders, ...late].filter((each) => each.status === 201)).toHaveLength(1)
    expect(await stockOf(product)).toEqual({ places: 1, taken: 1 })
  })
})
