import fc from 'fast-check'
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
  type Order,
  type Organiser,
  signUp,
  wish,
} from '../../../test-support/organiser.ts'

/** Compares the box office with a model of a few lines that counts tickets, over random sequences of calls. */
type Placed = Order & { quantity: number; state: 'held' | 'expired' | 'sold' | 'gone' }
type Model = { total: number; orders: Placed[] }
type Step = { kind: (typeof KINDS)[number]; size: number; pick: number }

const KINDS = [
  'reserve',
  'reserve',
  'reserve',
  'complete',
  'complete',
  'abandon',
  'expire',
  'cancel',
  'resize',
] as const
const step: fc.Arbitrary<Step> = fc.record({
  kind: fc.constantFrom(...KINDS),
  size: fc.integer({ min: 1, max: 6 }),
  pick: fc.nat({ max: 20 }),
})

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

const taken = ({ orders }: Model) =>
  orders
    .filter((each) => each.state === 'held' || each.state === 'sold')
    .reduce((sum, each) => sum + each.quantity, 0)

async function run(steps: Step[]): Promise<void> {
  const model: Model = { total: 10, orders: [] }
  const product = await makeProduct(organiser, event, {
    quantity: model.total,
    show_quantity_remaining: true,
  })
  for (const each of steps) {
    await ACTIONS[each.kind](model, product, each)
    expect(taken(model)).toBeLessThanOrEqual(model.total)
    expect(await left(product)).toBe(model.total - taken(model))
  }
}

async function left({ productId }: MadeProduct): Promise<number> {
  const { body } = await anyone('GET', `/public/events/${event.eventId}`)
  const products: { id: number; quantity_available: number }[] = body.data.product_categories[0].products
  return products.find((each) => each.id === productId)?.quantity_available ?? -1
}

type Action = (model: Model, product: MadeProduct, step: Step) => Promise<void>
const ACTIONS: Record<Step['kind'], Action> = {
  reserve: async (model, product, { size }) => {
    const { status, body } = await anyone(
      'POST',
      `/public/events/${event.eventId}/order`,
      wish(product, size),
    )
    const fits = taken(model) + size <= model.total
    expect(status).toBe(fits ? 201 : 422)
    if (!fits) return
    const { short_id: shortId, session_identifier: session } = body.data
    const path = `/public/events/${event.eventId}/order/${shortId}?session_identifier=${session}`
    model.orders.push({ shortId, session, path, quantity: size, state: 'held' })
  },
  complete: async (model, product, { pick }) => {
    const order = picked(model, pick)
    if (order === undefined) return
    const { status } = await anyone('PUT', order.path, details(product, order.quantity))
    expect(status).toBe(order.state === 'held' ? 200 : 409)
    if (order.state === 'held') order.state = 'sold'
  },
  abandon: async (model, _product, { pick }) => {
    const order = picked(model, pick)
    if (order === undefined) return
    await anyone('POST', order.path.replace('?', '/abandon?'))
    if (order.state !== 'sold') order.state = 'gone'
  },
  expire: async (model, _product, { pick }) => {
    const order = picked(model, pick)
    if (order === undefined) return
    await office.database.db`
      update orders set reserved_until = now() - interval '1 second' where short_id = ${order.shortId}`
    if (order.state === 'held') order.state = 'expired'
  },
  cancel: async (model, _product, { pick }) => {
    const order = picked(model, pick)
    if (order === undefined) return
    const [row] = await office.database.db<
      { id: number }[]
    >`select id from orders where short_id = ${order.shortId}`
    const { status } = await organiser.call('POST', `/events/${event.eventId}/orders/${row?.id}/cancel`)
    expect(status).toBe(order.state === 'sold' ? 200 : 409)
    if (order.state === 'sold') order.state = 'gone'
  },
  resize: async (model, { productId }, { size }) => {
    const total = size * 3
    const { status } = await organiser.call('PUT', `/events/${event.eventId}/products/${productId}`, {
      title: 'General admission',
      type: 'FREE',
      product_type: 'TICKET',
      product_category_id: event.categoryId,
      show_quantity_remaining: true,
      prices: [{ price: 0, initial_quantity_available: total }],
    })
    const fits = taken(model) <= total
    expect(status).toBe(fits ? 200 : 422)
    if (fits) model.total = total
  },
}

function picked({ orders }: Model, pick: number): Placed | undefined {
  return orders.length === 0 ? undefined : orders[pick % orders.length]
}

describe('stock', () => {
  it('equals the count of a simple model after every random sequence of calls', async () => {
    await fc.assert(fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 14 }), run), { numRuns: 20 })
  })
})
