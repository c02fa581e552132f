import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startOffice, type TestOffice, untilWaiting } from '../../../test-support/office.ts'
import {
  type Call,
  callerOf,
  type MadeEvent,
  makeEvent,
  makeProduct,
  type Organiser,
  signUp,
  wish,
} from '../../../test-support/organiser.ts'

let office: TestOffice
let organiser: Organiser
let anyone: Call
let event: MadeEvent
beforeAll(async () => {
  office = await startOffice()
  organiser = await signUp(office.api)
  anyone = callerOf(office.api)
  event = await makeEvent(organiser)
})
afterAll(() => office.close())

const order = (body: object) => anyone('POST', `/public/events/${event.eventId}/order`, body)

describe('an order with several lines of one price', () => {
  it('cannot take more tickets than are left, although each line alone could', async () => {
    const product = await makeProduct(organiser, event, { quantity: 5 })
    const lines = (...quantities: number[]) => ({
      products: quantities.flatMap((quantity) => wish(product, quantity).products),
    })
    expect((await order(lines(3, 3))).status).toBe(422)
    const whole = await order(lines(2, 3))
    expect(whole.status).toBe(201)
    expect(whole.body.data.order_items.map((each: { quantity: number }) => each.quantity)).toEqual([5])
  })
})

describe('the last use of a promo code', () => {
  it('goes to one of two concurrent orders for different tickets', async () => {
    const paid = { type: 'PAID', prices: [{ price: 10 }] }
    const [stalls, balcony] = [
      await makeProduct(organiser, event, { ...paid, title: 'Stalls' }),
      await makeProduct(organiser, event, { ...paid, title: 'Balcony' }),
    ]
    const code = { code: 'last', discount_type: 'FIXED', discount: 2, max_allowed_usages: 1 }
    await organiser.call('POST', `/events/${event.eventId}/promo-codes`, code)
    const orders = await office.database.db.begin(async (tx) => {
      await tx`select from promo_codes where code = 'last' for no key update`
      const both = [stalls, balcony].map((each) => order({ ...wish(each), promo_code: 'last' }))
      // Both have read the code as usable and wait to count its uses.
      await untilWaiting(office, 2)
      return { both }
    })
    const statuses = (await Promise.all(orders.both)).map((each) => each.status)
    expect(new Set(statuses)).toEqual(new Set([201, 422]))
  })
})

describe('the price of an order', () => {
  it.each([
    ['FREE', 0],
    ['PAID', 12.5],
  ])('ignores a price that the buyer sends for a %s ticket', async (type, price) => {
    const product = await makeProduct(organiser, event, { type, prices: [{ price }] })
    const [line] = wish(product).products
    const tampered = line?.quantities.map((each) => ({ ...each, price: 0.01 }))
    const made = await order({ products: [{ ...line, quantities: tampered }] })
    expect([made.status, made.body.data.total_gross]).toEqual([201, price])
  })

  it('is chosen by the buyer for a donation, from the minimum upwards', async () => {
    const product = await makeProduct(organiser, event, { type: 'DONATION', prices: [{ price: 5 }] })
    const give = (price: number) =>
      order({
        products: [
          {
            product_id: product.productId,
            quantities: [{ price_id: product.priceIds[0], quantity: 2, price }],
          },
        ],
      })
    expect((await give(7.25)).body.data.total_gross).toBe(14.5)
    expect((await give(4.99)).body.message).toBe('The minimum amount for General admission is 5')
  })
})
