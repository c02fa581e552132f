import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { roundMoney } from '../rest/text.ts'
import { startOffice, type TestOffice } from '../../test-support/office.ts'
import {
  type Call,
  callerOf,
  type MadeEvent,
  makeEvent,
  makeProduct,
  type Organiser,
  signUp,
} from '../../test-support/organiser.ts'

/**
 * Random shops, through the door: what the shop shows is what the order charges, and every sum is the sum of its parts,
 * for all prices, taxes, fees and codes.
 */
let office: TestOffice
let organiser: Organiser
let anyone: Call
beforeAll(async () => {
  office = await startOffice()
  organiser = await signUp(office.api)
  anyone = callerOf(office.api)
})
afterAll(() => office.close())

const cents = fc.integer({ min: 1, max: 30_000 }).map((each) => each / 100)
const addition = fc.record({
  type: fc.constantFrom('TAX', 'FEE'),
  calculation_type: fc.constantFrom('PERCENTAGE', 'FIXED'),
  rate: fc.integer({ min: 1, max: 2500 }).map((each) => each / 100),
})
const ticket = fc.record({
  prices: fc.array(cents, { minLength: 1, maxLength: 3 }),
  additions: fc.array(addition, { maxLength: 3 }),
  quantity: fc.integer({ min: 1, max: 6 }),
  coded: fc.boolean(),
})
const code = fc.record({
  discount_type: fc.constantFrom('PERCENTAGE', 'FIXED'),
  discount: fc.integer({ min: 1, max: 9900 }).map((each) => each / 100),
})
const shop = fc.record({
  tickets: fc.array(ticket, { minLength: 1, maxLength: 3 }),
  promo: fc.option(code, { nil: null }),
})
type Shop = typeof shop extends fc.Arbitrary<infer T> ? T : never
type Ticket = Shop['tickets'][number]
type Made = { id: number; prices: { id: number }[]; quantity: number; coded: boolean }

async function open({ tickets, promo }: Shop): Promise<{ event: MadeEvent; made: Made[] }> {
  const event = await makeEvent(organiser)
  const made: Made[] = []
  for (const each of tickets) made.push(await sell(event, each))
  if (promo !== null) {
    const coded = made.filter((each) => each.coded).map((each) => each.id)
    const input = { code: 'RANDOM', ...promo, applicable_product_ids: coded }
    const { status } = await organiser.call('POST', `/events/${event.eventId}/promo-codes`, input)
    expect(status).toBe(201)
  }
  return { event, made }
}

async function sell(event: MadeEvent, { prices, additions, quantity, coded }: Ticket): Promise<Made> {
  const tax_and_fee_ids: number[] = []
  for (const [index, each] of additions.entries()) {
    const wanted = { ...each, name: `Line ${index}`, description: null, is_active: true }
    const { body } = await organiser.call('POST', `/accounts/${organiser.accountId}/taxes-and-fees`, wanted)
    tax_and_fee_ids.push(body.data.id)
  }
  const { productId, priceIds } = await makeProduct(organiser, event, {
    type: prices.length === 1 ? 'PAID' : 'TIERED',
    prices: prices.map((price, index) => ({ price, label: `Price ${index}` })),
    tax_and_fee_ids,
  })
  return { id: productId, prices: priceIds.map((id) => ({ id })), quantity, coded }
}

const sumOf = (rows: readonly Record<string, number>[], key: string) =>
  roundMoney(rows.reduce((sum, row) => sum + (row[key] ?? 0), 0))

type Lines = { taxes?: { value: number }[]; fees?: { value: number }[] }
const linesOf = (rollup: Lines | [], kind: 'taxes' | 'fees') =>
  roundMoney(((Array.isArray(rollup) ? {} : rollup)[kind] ?? []).reduce((sum, { value }) => sum + value, 0))

async function charges(given: Shop): Promise<void> {
  const { event, made } = await open(given)
  const promo_code = given.promo === null ? undefined : 'random'
  const order = (products: object[]) =>
    anyone('POST', `/public/events/${event.eventId}/order`, { products, promo_code })
  const everything = made.map(({ id, prices, quantity }) => ({
    product_id: id,
    quantities: prices.map((price) => ({ price_id: price.id, quantity })),
  }))
  const { status, body } = await order(everything)
  expect(status).toBe(201)
  const { data } = body
  expect(data.total_gross).toBe(roundMoney(data.total_before_additions + data.total_tax + data.total_fee))
  for (const total of ['total_gross', 'total_tax', 'total_before_additions'])
    expect(data[total]).toBe(sumOf(data.order_items, total))
  expect(data.total_fee).toBe(sumOf(data.order_items, 'total_service_fee'))
  expect(linesOf(data.taxes_and_fees_rollup, 'taxes')).toBe(data.total_tax)
  expect(linesOf(data.taxes_and_fees_rollup, 'fees')).toBe(data.total_fee)
  await charged(event, { made, order, promo: promo_code })
}

type Charged = {
  made: Made[]
  order: (products: object[]) => ReturnType<Call>
  promo: string | undefined
}

/** One of each price, alone: the order costs what the shop showed. */
async function charged(event: MadeEvent, { made, order, promo }: Charged): Promise<void> {
  const query = promo === undefined ? '' : `?promo_code=${promo}`
  const shown = await anyone('GET', `/public/events/${event.eventId}${query}`)
  const products: { id: number; prices: Record<string, number>[] }[] =
    shown.body.data.product_categories[0].products
  for (const { id, prices } of made)
    for (const price of prices) {
      const told = products
        .find((each) => each.id === id)
        ?.prices.find((each) => each['id'] === price.id) as Record<string, number>
      const one = await order([{ product_id: id, quantities: [{ price_id: price.id, quantity: 1 }] }])
      expect(one.body.data).toMatchObject({
        total_gross: told['price_including_taxes_and_fees'],
        total_tax: told['tax_total'],
        total_fee: told['fee_total'],
        total_before_additions: told['price'],
      })
    }
}

describe('what is charged', () => {
  it('equals the advertised price, and every total is the sum of its parts', async () => {
    await fc.assert(fc.asyncProperty(shop, charges), { numRuns: 15 })
  })
})
