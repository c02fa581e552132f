import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startOffice, type TestOffice } from '../../test-support/office.ts'
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
} from '../../test-support/organiser.ts'

let office: TestOffice
let organiser: Organiser
let anyone: Call
let event: MadeEvent
let product: MadeProduct
beforeAll(async () => {
  office = await startOffice()
  organiser = await signUp(office.api)
  anyone = callerOf(office.api)
  event = await makeEvent(organiser)
  product = await makeProduct(organiser, event)
})
afterAll(() => office.close())

const orderPath = () => `/public/events/${event.eventId}/order`
const expire = (shortId: string) =>
  office.database
    .db`update orders set reserved_until = now() - interval '1 second' where short_id = ${shortId}`

describe('reserving', () => {
  it.each([
    ['nothing', {}],
    ['a list that is none', { products: 'all' }],
    ['no quantities', { products: [{ product_id: 1 }] }],
    ['a quantity of nothing', { products: [{ product_id: 1, quantities: [{ price_id: 1, quantity: 0 }] }] }],
    ['less than nothing', { products: [{ product_id: 1, quantities: [{ price_id: 1, quantity: -1 }] }] }],
    ['half a ticket', { products: [{ product_id: 1, quantities: [{ price_id: 1, quantity: 0.5 }] }] }],
    [
      'an id that is too large',
      { products: [{ product_id: 1e15, quantities: [{ price_id: 1, quantity: 1 }] }] },
    ],
    [
      'a quantity in words',
      { products: [{ product_id: 1, quantities: [{ price_id: 1, quantity: 'two' }] }] },
    ],
  ])('is refused for %s', async (_what, body) => {
    expect((await anyone('POST', orderPath(), body)).status).toBe(422)
  })

  it('finds no ticket of another event, and no price of another ticket', async () => {
    const other = await makeProduct(organiser, await makeEvent(organiser))
    const foreign = await anyone('POST', orderPath(), wish(other))
    expect([foreign.status, foreign.body.message]).toEqual([404, `Product ID ${other.productId} not found`])
    const mixed = { ...product, priceIds: other.priceIds }
    expect((await anyone('POST', orderPath(), wish(mixed))).status).toBe(404)
  })

  it('respects the minimum and maximum of one order, also when its lines repeat a ticket', async () => {
    const limited = await makeProduct(organiser, event, {
      title: 'Pairs',
      min_per_order: 2,
      max_per_order: 4,
    })
    const ask = (...quantities: number[]) =>
      anyone('POST', orderPath(), {
        products: quantities.flatMap((quantity) => wish(limited, quantity).products),
      })
    expect((await ask(1)).body.message).toBe('You must order at least 2 of Pairs')
    expect((await ask(5)).body.message).toBe('The maximum number of products available for Pairs is 4')
    expect((await ask(3, 3)).status).toBe(422)
    expect((await ask(1, 1)).status).toBe(201)
  })

  it('is refused in words while the event is not live', async () => {
    for (const status of ['DRAFT', 'ARCHIVED']) {
      const closed = await makeEvent(organiser, { status })
      const ticket = await makeProduct(organiser, closed)
      const answer = await anyone('POST', `/public/events/${closed.eventId}/order`, wish(ticket))
      expect([answer.status, answer.body.message]).toEqual([422, 'This event is not open for orders.'])
    }
  })

  it('is held for the time that the event allows', async () => {
    const quick = await makeEvent(organiser)
    await organiser.call('PATCH', `/events/${quick.eventId}/settings`, { order_timeout_in_minutes: 3 })
    const ticket = await makeProduct(organiser, quick)
    const { body } = await anyone('POST', `/public/events/${quick.eventId}/order`, wish(ticket))
    const minutes = (Date.parse(`${body.data.reserved_until.replace(' ', 'T')}Z`) - Date.now()) / 60_000
    expect(minutes).toBeGreaterThan(2.5)
    expect(minutes).toBeLessThan(3.1)
  })

  it('stores only a hash of the session identifier', async () => {
    const { session } = await reserve(anyone, product)
    const rows = await office.database.db`select row_to_json(o)::text as row from orders o`
    expect(rows.some((each) => String(each['row']).includes(session))).toBe(false)
  })
})

describe('an open order', () => {
  it('is shown only with its session identifier, from the query or the cookie', async () => {
    const { path, session } = await reserve(anyone, product)
    const bare = path.split('?')[0] ?? ''
    expect((await anyone('GET', path)).status).toBe(200)
    expect((await anyone('GET', bare, undefined, { cookie: `session_identifier=${session}` })).status).toBe(
      200,
    )
    for (const other of [bare, `${bare}?session_identifier=`, `${bare}?session_identifier=${'0'.repeat(40)}`])
      expect((await anyone('GET', other)).status).toBe(403)
    expect((await anyone('PUT', bare, details(product))).status).toBe(403)
    expect((await anyone('POST', `${bare}/abandon`)).status).toBe(403)
  })

  it('is not found under another event or by a malformed id', async () => {
    const { path, shortId, session } = await reserve(anyone, product)
    const other = await makeEvent(organiser)
    const query = `?session_identifier=${session}`
    expect(
      (await anyone('GET', path.replace(`/events/${event.eventId}/`, `/events/${other.eventId}/`))).status,
    ).toBe(404)
    expect((await anyone('GET', `${orderPath()}/o_nonexistent00${query}`)).status).toBe(404)
    expect((await anyone('GET', `${orderPath()}/${shortId}'--${query}`)).status).toBe(404)
  })

  it('is marked as expired after its hold, and can then not be completed', async () => {
    const { path, shortId } = await reserve(anyone, product)
    await expire(shortId)
    expect((await anyone('GET', path)).body.data.is_expired).toBe(true)
    const late = await anyone('PUT', path, details(product))
    expect([late.status, late.body.message]).toEqual([
      409,
      'This order has expired. Please start a new order.',
    ])
  })

  it('can be abandoned, also twice, but not after it was completed', async () => {
    const { path } = await reserve(anyone, product)
    const abandon = path.replace('?', '/abandon?')
    expect((await anyone('POST', abandon)).body.data.status).toBe('ABANDONED')
    expect((await anyone('POST', abandon)).status).toBe(200)
    expect((await anyone('PUT', path, details(product))).status).toBe(409)
    const bought = await reserve(anyone, product)
    await anyone('PUT', bought.path, details(product))
    expect((await anyone('POST', bought.path.replace('?', '/abandon?'))).status).toBe(409)
  })
})

describe('completing', () => {
  it.each<[string, (good: ReturnType<typeof details>) => unknown]>([
    ['nothing', () => ({})],
    ['no buyer', ({ products }) => ({ products })],
    ['no holders', ({ order }) => ({ order })],
    ['too few holders', ({ order, products }) => ({ order, products: products.slice(1) })],
    ['too many holders', ({ order, products }) => ({ order, products: [...products, products[0]] })],
    [
      'a holder of another ticket',
      ({ order, products: [first, ...rest] }) => ({
        order,
        products: [{ ...first, product_price_id: 1e6 }, ...rest],
      }),
    ],
    [
      'an address that is none',
      (good) => ({ ...good, order: { ...good.order, email: 'x', email_confirmation: 'x' } }),
    ],
    [
      'two addresses that differ',
      (good) => ({ ...good, order: { ...good.order, email_confirmation: 'b@example.com' } }),
    ],
    [
      'a name that is too long',
      (good) => ({ ...good, order: { ...good.order, first_name: 'x'.repeat(41) } }),
    ],
    ['an object for a name', (good) => ({ ...good, order: { ...good.order, last_name: {} } })],
  ])('is refused with %s, and the hold stays', async (_what, corrupt) => {
    const { path } = await reserve(anyone, product, 2)
    expect((await anyone('PUT', path, corrupt(details(product, 2)))).status).toBe(422)
    expect((await anyone('PUT', path, details(product, 2))).status).toBe(200)
  })

  it('creates an attendee per ticket, each with a secret id', async () => {
    const { path } = await reserve(anyone, product, 3)
    await anyone('PUT', path, details(product, 3))
    const { body } = await anyone('GET', path.split('?')[0] ?? '')
    const ids = body.data.attendees.map((each: { short_id: string }) => each.short_id)
    expect(new Set(ids).size).toBe(3)
    expect(ids.every((each: string) => /^a_[A-Za-z0-9]{13}$/.test(each))).toBe(true)
  })

  it('uses the buyer for every ticket when the event collects details per order', async () => {
    const casual = await makeEvent(organiser)
    await organiser.call('PATCH', `/events/${casual.eventId}/settings`, {
      attendee_details_collection_method: 'PER_ORDER',
    })
    const ticket = await makeProduct(organiser, casual)
    const { path } = await reserve(anyone, ticket, 2)
    const { order } = details(ticket)
    expect((await anyone('PUT', path, { order })).status).toBe(200)
    const { body } = await organiser.call('GET', `/events/${casual.eventId}/attendees`)
    expect(body.data.map((each: { email: string }) => each.email)).toEqual([order.email, order.email])
  })

  it('creates no attendee for merchandise', async () => {
    const shirt = await makeProduct(organiser, event, { title: 'T-shirt', product_type: 'GENERAL' })
    const { path } = await reserve(anyone, shirt, 2)
    const { order } = details(shirt)
    expect((await anyone('PUT', path, { order })).status).toBe(200)
    expect((await anyone('GET', path)).body.data.attendees).toEqual([])
  })

  it('of a paid order awaits payment at the door, which the organiser records', async () => {
    const paid = await makeProduct(organiser, event, {
      title: 'Paid',
      type: 'PAID',
      prices: [{ price: 12.5, initial_quantity_available: 1 }],
    })
    const { path, shortId } = await reserve(anyone, paid)
    const { body } = await anyone('PUT', path, details(paid))
    expect(body.data).toMatchObject({
      status: 'AWAITING_OFFLINE_PAYMENT',
      payment_status: 'AWAITING_OFFLINE_PAYMENT',
    })
    expect((await anyone('GET', path)).body.data.attendees[0].status).toBe('AWAITING_PAYMENT')
    const orders = await organiser.call('GET', `/events/${event.eventId}/orders?query=${shortId}`)
    const settle = `/events/${event.eventId}/orders/${orders.body.data[0].id}`
    const marked = await organiser.call('POST', `${settle}/mark-as-paid`)
    expect(marked.body.data).toMatchObject({
      status: 'COMPLETED',
      payment_status: 'PAYMENT_RECEIVED',
      payment_provider: 'OFFLINE',
    })
    expect((await organiser.call('POST', `${settle}/mark-as-paid`)).status).toBe(409)
    expect((await anyone('GET', path)).body.data.attendees[0].status).toBe('ACTIVE')
    expect((await anyone('POST', orderPath(), wish(paid))).status).toBe(422)
    expect((await organiser.call('POST', `${settle}/cancel`)).body.data.status).toBe('CANCELLED')
    expect((await organiser.call('POST', `${settle}/cancel`)).status).toBe(409)
    expect((await anyone('POST', orderPath(), wish(paid))).status).toBe(201)
  })
  it('prevents the deletion of the event until the order is cancelled', async () => {
    const sold = await makeEvent(organiser)
    const seat = await makeProduct(organiser, sold)
    const { path } = await reserve(anyone, seat)
    await anyone('PUT', path, details(seat))
    const at = `/events/${sold.eventId}`
    const asked = await organiser.call('GET', `${at}/deletion-status`)
    expect(asked.body.data).toEqual({
      can_delete: false,
      reason: expect.stringContaining('completed orders'),
    })
    expect((await organiser.call('DELETE', at)).status).toBe(409)
    const [order] = (await organiser.call('GET', `${at}/orders`)).body.data
    await organiser.call('POST', `${at}/orders/${order.id}/cancel`)
    expect((await organiser.call('GET', `${at}/deletion-status`)).body.data.can_delete).toBe(true)
    expect((await organiser.call('DELETE', at)).status).toBe(204)
  })
})
