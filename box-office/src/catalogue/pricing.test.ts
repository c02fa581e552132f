import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startOffice, type TestOffice } from '../../test-support/office.ts'
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
} from '../../test-support/organiser.ts'
import { additionsOn, discounted, mergeRollups } from './pricing.ts'
import type { TaxRow } from './store.ts'

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

const seen = async (query = '') => {
  const { body } = await anyone('GET', `/public/events/${event.eventId}${query}`)
  return body.data.product_categories.flatMap((each: { products: unknown[] }) => each.products)
}
const order = (body: unknown) => anyone('POST', `/public/events/${event.eventId}/order`, body)

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

  it('have no taxes when they are zero or the tax is inactive', () => {
    expect(additionsOn([tax({})], 0, 3)).toEqual({ tax: 0, fee: 0, rollup: {} })
    expect(additionsOn([tax({ is_active: false })], 10, 1).tax).toBe(0)
  })

  it('are never negative, and not discounted for free tickets and donations', () => {
    const off = { discount_type: 'FIXED' as const, discount: 15, applicable_product_ids: [] }
    expect(discounted({ id: 1, type: 'PAID' }, 10, off)).toBe(0)
    expect(discounted({ id: 1, type: 'DONATION' }, 10, off)).toBe(10)
    expect(discounted({ id: 2, type: 'PAID' }, 10, { ...off, applicable_product_ids: [1] })).toBe(10)
    expect(discounted({ id: 1, type: 'PAID' }, 9.99, { ...off, discount_type: 'PERCENTAGE' })).toBe(8.49)
  })

  it('of an order add up taxes by name and rate', () => {
    const line = { name: 'VAT', rate: 21, type: 'PERCENTAGE' as const, value: 0.1 }
    expect(mergeRollups([{ taxes: [line] }, { taxes: [{ ...line, value: 0.2 }] }, {}])).toEqual({
      taxes: [{ ...line, value: 0.3 }],
    })
  })

  it('of a donation are chosen by the buyer, from the minimum upwards', async () => {
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

  it('with taxes are advertised as they are charged', async () => {
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
