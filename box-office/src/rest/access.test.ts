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
} from '../../test-support/organiser.ts'

/** Every call that needs an account, made by its owner's account, by another account and without a token. */
let office: TestOffice
let owner: Organiser
let stranger: Organiser
let anyone: Call
let event: MadeEvent
let product: MadeProduct
let ids: { order: number; webhook: number; promo: number; tax: number }
beforeAll(async () => {
  office = await startOffice()
  ;[owner, stranger, anyone] = [await signUp(office.api), await signUp(office.api), callerOf(office.api)]
  event = await makeEvent(owner)
  product = await makeProduct(owner, event)
  const { path } = await reserve(anyone, product)
  await anyone('PUT', path, details(product))
  const create = async (to: string, body: object) => Number((await owner.call('POST', to, body)).body.data.id)
  ids = {
    order: (await owner.call('GET', `/events/${event.eventId}/orders`)).body.data[0].id,
    webhook: await create(`/organizers/${event.organizerId}/webhooks`, WEBHOOK),
    promo: await create(`/events/${event.eventId}/promo-codes`, { code: 'friends' }),
    tax: await create(`/accounts/${owner.accountId}/taxes-and-fees`, TAX),
  }
})
afterAll(() => office.close())

const WEBHOOK = { url: 'http://127.0.0.1:9/x', event_types: ['event.archived'], status: 'PAUSED' }
const TAX = { name: 'VAT', description: null, calculation_type: 'PERCENTAGE', rate: 21, type: 'TAX' }
const EVENT = { title: 'Taken over', category: 'MUSIC', timezone: 'UTC', start_date: '2030-01-01' }

const eventPath = (rest = '') => `/events/${event.eventId}${rest}`
const organizerPath = (rest = '') => `/organizers/${event.organizerId}${rest}`
const ticket = () => ({
  title: 'Ticket',
  type: 'FREE',
  product_type: 'TICKET',
  product_category_id: event.categoryId,
  prices: [{ price: 0 }],
})

type Target = [method: string, path: () => string, body?: () => object]
const READS: Target[] = [
  ['GET', () => organizerPath()],
  ['GET', () => organizerPath('/webhooks')],
  ['GET', () => organizerPath(`/webhooks/${ids.webhook}`)],
  ['GET', () => organizerPath(`/webhooks/${ids.webhook}/logs`)],
  ['GET', () => eventPath()],
  ['GET', () => eventPath('/settings')],
  ['GET', () => eventPath('/deletion-status')],
  ['GET', () => eventPath('/product-categories')],
  ['GET', () => eventPath('/promo-codes')],
  ['GET', () => eventPath('/orders')],
  ['GET', () => eventPath(`/orders/${ids.order}`)],
  ['GET', () => eventPath('/attendees')],
  ['GET', () => `/accounts/${owner.accountId}/taxes-and-fees`],
]
const WRITES: Target[] = [
  [
    'PUT',
    () => organizerPath(),
    () => ({ name: 'Mine', email: 'm@example.com', timezone: 'UTC', currency: 'EUR' }),
  ],
  ['PUT', () => organizerPath('/status'), () => ({ status: 'ARCHIVED' })],
  ['POST', () => organizerPath('/webhooks'), () => WEBHOOK],
  ['PUT', () => organizerPath(`/webhooks/${ids.webhook}`), () => WEBHOOK],
  ['DELETE', () => organizerPath(`/webhooks/${ids.webhook}`)],
  ['PUT', () => eventPath(), () => EVENT],
  ['PUT', () => eventPath('/status'), () => ({ status: 'DRAFT' })],
  ['POST', () => eventPath('/duplicate'), () => EVENT],
  ['PATCH', () => eventPath('/settings'), () => ({ support_email: 'x@example.com' })],
  ['DELETE', () => eventPath()],
  ['POST', () => eventPath('/products'), ticket],
  ['PUT', () => eventPath(`/products/${product.productId}`), ticket],
  ['DELETE', () => eventPath(`/products/${product.productId}`)],
  ['POST', () => eventPath('/product-categories'), () => ({ name: 'Mine' })],
  ['PUT', () => eventPath(`/product-categories/${event.categoryId}`), () => ({ name: 'Mine' })],
  ['DELETE', () => eventPath(`/product-categories/${event.categoryId}`)],
  ['POST', () => eventPath('/promo-codes'), () => ({ code: 'mine' })],
  ['DELETE', () => eventPath(`/promo-codes/${ids.promo}`)],
  ['POST', () => eventPath(`/orders/${ids.order}/cancel`)],
  ['POST', () => eventPath(`/orders/${ids.order}/mark-as-paid`)],
  ['POST', () => `/accounts/${owner.accountId}/taxes-and-fees`, () => TAX],
]
const named = (targets: Target[]) =>
  targets.map(([method, path, body]) => ({
    name: `${method} ${String(path).replace(/^\(\) => /, '')}`,
    call: (call: Call) => call(method, path(), body?.()),
  }))

/** Everything the owner's account can read: what a refused call must leave unchanged. */
async function snapshot(): Promise<string> {
  const bodies = []
  for (const [method, path] of READS) bodies.push((await owner.call(method, path())).body)
  return JSON.stringify(bodies)
}

describe('a call about an account', () => {
  it.each(named(READS))('$name is answered to its members', async ({ call }) => {
    expect((await call(owner.call)).status).toBe(200)
  })

  it.each(named([...READS, ...WRITES]))('$name is a 404 for members of another account', async ({ call }) => {
    expect((await call(stranger.call)).status).toBe(404)
  })

  it.each(named([...READS, ...WRITES]))('$name is a 401 without a token', async ({ call }) => {
    const { status, body } = await call(anyone)
    expect([status, body]).toEqual([401, { message: 'Unauthenticated.' }])
  })

  it('changes nothing when it is refused', async () => {
    const before = await snapshot()
    for (const { call } of named(WRITES)) await Promise.all([call(stranger.call), call(anyone)])
    expect(await snapshot()).toBe(before)
  })

  it('cannot move an event or a product to something of another account', async () => {
    const theirs = await makeEvent(stranger)
    const moved = await stranger.call('POST', '/events', { ...EVENT, organizer_id: event.organizerId })
    expect([moved.status, Object.keys(moved.body.errors)]).toEqual([422, ['organizer_id']])
    const borrowed = { ...ticket(), tax_and_fee_ids: [ids.tax] }
    const foreign = await stranger.call('POST', `/events/${theirs.eventId}/products`, borrowed)
    expect([foreign.status, Object.keys(foreign.body.errors).sort()]).toEqual([
      422,
      ['product_category_id', 'tax_and_fee_ids.0'],
    ])
  })
})
