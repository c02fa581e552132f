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

let offices: [TestOffice, TestOffice]
let anyone: Call[]
let organiser: Organiser
let event: MadeEvent
beforeAll(async () => {
  const first = await startOffice()
  offices = [first, await startOffice({ database: first.database })]
  anyone = offices.map((each) => callerOf(each.api))
  organiser = await signUp(first.api)
  event = await makeEvent(organiser)
})
afterAll(async () => {
  await offices[1].close()
  await offices[0].close()
})

const unavailable: Call = () => Promise.reject(new TypeError('no office'))
const either = (index: number): Call => anyone[index % anyone.length] ?? unavailable
const orderPath = () => `/public/events/${event.eventId}/order`

async function race(count: number, body: (index: number) => unknown): Promise<number[]> {
  const answers = await Promise.all(
    Array.from({ length: count }, (_, index) => either(index)('POST', orderPath(), body(index))),
  )
  return answers.map((each) => each.status)
}

async function expireOrders(): Promise<void> {
  await offices[0].database
    .db`update orders set reserved_until = now() - interval '1 second' where status = 'RESERVED'`
}

async function takenOf({ priceIds }: MadeProduct): Promise<number> {
  const [row] = await offices[0].database.db<{ taken: number }[]>`
    select sold + held as taken from price_takings where product_price_id = ${priceIds[0] ?? 0}`
  return row?.taken ?? 0
}

describe('selling over two instances of one box office', () => {
  it.each([1, 2, 3])(
    'lets exactly 50 of 200 concurrent orders have the 50 tickets there are (round %i)',
    async () => {
      const product = await makeProduct(organiser, event, { quantity: 50 })
      const statuses = await race(200, () => wish(product))
      expect(statuses.filter((each) => each === 201)).toHaveLength(50)
      expect(statuses.filter((each) => each === 422)).toHaveLength(150)
      expect(await takenOf(product)).toBe(50)
    },
  )

  it('counts tickets, not orders: no order gets more tickets than are left', async () => {
    const product = await makeProduct(organiser, event, { quantity: 50 })
    const statuses = await race(60, (index) => wish(product, 1 + (index % 3)))
    const taken = await takenOf(product)
    expect(statuses.every((each) => each === 201 || each === 422)).toBe(true)
    expect(taken).toBeLessThanOrEqual(50)
    expect(taken).toBeGreaterThan(47)
  })

  it('does not deadlock orders that name the same two prices in different order', async () => {
    const [a, b] = [
      await makeProduct(organiser, event, { quantity: 30 }),
      await makeProduct(organiser, event, { quantity: 30, title: 'Balcony' }),
    ]
    const both = [...wish(a).products, ...wish(b).products]
    const statuses = await race(80, (index) => ({ products: index % 2 === 0 ? both : both.toReversed() }))
    expect(statuses.filter((each) => each === 201)).toHaveLength(30)
    expect(statuses.filter((each) => each === 422)).toHaveLength(50)
  })

  it('holds nothing of an order when one of its tickets is gone', async () => {
    const plenty = await makeProduct(organiser, event, { quantity: 10 })
    const none = await makeProduct(organiser, event, { quantity: 0, title: 'Gone' })
    const both = { products: [...wish(plenty).products, ...wish(none).products] }
    expect(await race(5, () => both)).toEqual([422, 422, 422, 422, 422])
    expect(await takenOf(plenty)).toBe(0)
  })

  it('puts expired holds back on sale at once, without a job that releases them', async () => {
    const product = await makeProduct(organiser, event, { quantity: 5 })
    expect((await race(5, () => wish(product))).every((each) => each === 201)).toBe(true)
    expect(await race(1, () => wish(product))).toEqual([422])
    await expireOrders()
    const statuses = await race(20, () => wish(product))
    expect(statuses.filter((each) => each === 201)).toHaveLength(5)
  })

  it('does not sell the tickets of an order that is being completed when its hold expires meanwhile', async () => {
    const product = await makeProduct(organiser, event, { quantity: 8 })
    for (let round = 0; round < 6; round++) {
      const order = await reserve(either(0), product, 8)
      const completing = either(0)('PUT', order.path, details(product, 8))
      const expiring = expireOrders()
      const others = race(10, () => wish(product))
      const [{ status }] = await Promise.all([completing, expiring])
      const sold = (await others).filter((each) => each === 201).length
      expect([200, 409]).toContain(status)
      expect(sold + (status === 200 ? 8 : 0)).toBeLessThanOrEqual(8)
      await giveBack(product)
    }
  })

  it('lets a held order be completed once, however many try at the same moment', async () => {
    const product = await makeProduct(organiser, event, { quantity: 3 })
    const order = await reserve(either(0), product, 3)
    const answers = await Promise.all(
      Array.from({ length: 12 }, (_, index) => either(index)('PUT', order.path, details(product, 3))),
    )
    expect(answers.filter((each) => each.status === 200)).toHaveLength(1)
    expect(answers.filter((each) => each.status === 409)).toHaveLength(11)
    const attendees = await organiser.call('GET', `/events/${event.eventId}/attendees?query=${order.shortId}`)
    expect(attendees.status).toBe(200)
    const [row] = await offices[0].database.db<{ tickets: number }[]>`
      select count(*)::integer as tickets from attendees a join orders o on o.id = a.order_id
      where o.short_id = ${order.shortId}`
    expect(row?.tickets).toBe(3)
  })

  it('lets a limited promo code be used exactly as often as it allows', async () => {
    const product = await makeProduct(organiser, event, { type: 'PAID', prices: [{ price: 10 }] })
    const code = { code: 'FIVE', discount_type: 'FIXED', discount: 2, max_allowed_usages: 5 }
    await organiser.call('POST', `/events/${event.eventId}/promo-codes`, code)
    const statuses = await race(40, () => ({ ...wish(product), promo_code: 'five' }))
    expect(statuses.filter((each) => each === 201)).toHaveLength(5)
  })

  it('refuses a quantity below what is sold or held', async () => {
    const product = await makeProduct(organiser, event, { quantity: 10 })
    await reserve(either(1), product, 6)
    const edit = {
      title: 'Fewer',
      type: 'FREE',
      product_type: 'TICKET',
      product_category_id: event.categoryId,
      prices: [{ price: 0, initial_quantity_available: 5 }],
    }
    const path = `/events/${event.eventId}/products/${product.productId}`
    expect((await organiser.call('PUT', path, edit)).status).toBe(422)
    expect((await organiser.call('DELETE', path)).status).toBe(409)
    const enough = { ...edit, prices: [{ price: 0, initial_quantity_available: 6 }] }
    expect((await organiser.call('PUT', path, enough)).status).toBe(200)
    expect(await race(1, () => wish(product))).toEqual([422])
  })
})

/** Ends everything that was bought or held of a product. */
async function giveBack({ priceIds }: MadeProduct): Promise<void> {
  await offices[0].database.db`
    update orders set status = 'CANCELLED' where id in
      (select order_id from order_items where product_price_id = ${priceIds[0] ?? 0})`
}
