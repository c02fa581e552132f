import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startOffice, type TestOffice } from '../../test-support/office.ts'
import {
  type Call,
  callerOf,
  type MadeEvent,
  makeEvent,
  makeProduct,
  type Organiser,
  signUp,
  wish,
} from '../../test-support/organiser.ts'

let office: TestOffice
let organiser: Organiser
let anyone: Call
let event: MadeEvent
beforeAll(async () => {
  office = await startOffice()
  organiser = await signUp(office.api)
  anyone = callerOf(office.api)
})
afterAll(() => office.close())

const day = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString()
const order = (body: unknown) => anyone('POST', `/public/events/${event.eventId}/order`, body)

describe('promo codes', () => {
  beforeAll(async () => {
    event = await makeEvent(organiser)
  })
  const path = () => `/events/${event.eventId}/promo-codes`

  it('discount the products they name, until they are used up or deleted', async () => {
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

  it('stop working after their expiry date', async () => {
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
