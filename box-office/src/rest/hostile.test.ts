import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startOffice, type TestOffice } from '../../test-support/office.ts'
import {
  callerOf,
  details,
  type MadeEvent,
  type MadeProduct,
  makeEvent,
  makeProduct,
  type Order,
  type Organiser,
  registration,
  reserve,
  signUp,
  wish,
} from '../../test-support/organiser.ts'
import { corruptedBodies } from '../../test-support/corrupt.ts'

let office: TestOffice
let organiser: Organiser
let event: MadeEvent
let product: MadeProduct
let order: Order
beforeAll(async () => {
  office = await startOffice({ env: { APP_ALLOWED_INTERNAL_WEBHOOK_HOSTS: '' } })
  organiser = await signUp(office.api)
  event = await makeEvent(organiser)
  product = await makeProduct(organiser, event, {
    type: 'PAID',
    prices: [{ price: 5, initial_quantity_available: 50 }],
  })
  order = await reserve(callerOf(office.api), product, 2)
})
afterAll(() => office.close())

const TABLES = [
  'users',
  'accounts',
  'organizers',
  'events',
  'products',
  'product_prices',
  'promo_codes',
  'webhooks',
  'orders',
  'attendees',
  'taxes_and_fees',
  'product_categories',
  'waitlist_entries',
]

async function countRows(): Promise<string> {
  const counts = TABLES.map((table) => `(select count(*) from ${table})`).join(" || ' ' || ")
  const [row] = await office.database.db.unsafe(`select ${counts} as counts`)
  return String(row?.['counts'])
}

const soon = () => new Date(Date.now() + 86_400_000).toISOString()
type Target = { method: 'POST' | 'PUT' | 'PATCH'; path: () => string; body: () => unknown }
const TARGETS: Record<string, Target> = {
  register: { method: 'POST', path: () => '/auth/register', body: () => registration('taken@example.com') },
  login: {
    method: 'POST',
    path: () => '/auth/login',
    body: () => ({ email: 'a@example.com', password: 'x', account_id: 1 }),
  },
  organizer: {
    method: 'POST',
    path: () => '/organizers',
    body: () => ({
      name: 'A',
      email: 'a@example.com',
      timezone: 'UTC',
      currency: 'EUR',
      phone: '1',
      website: 'x',
      description: 'y',
    }),
  },
  webhook: {
    method: 'POST',
    path: () => `/organizers/${event.organizerId}/webhooks`,
    body: () => ({ url: 'http://10.0.0.1/x', event_types: ['event.created'], status: 'ENABLED' }),
  },
  'event creation': {
    method: 'POST',
    path: () => '/events',
    body: () => ({
      title: 'A',
      organizer_id: event.organizerId,
      start_date: soon(),
      end_date: soon(),
      timezone: 'UTC',
      currency: 'EUR',
      category: 'MUSIC',
      description: '<p>x</p>',
      attributes: [{ name: 'a', value: 'b', is_public: true }],
    }),
  },
  'event edit': {
    method: 'PUT',
    path: () => `/events/${event.eventId}`,
    body: () => ({
      title: 'A',
      start_date: soon(),
      end_date: null,
      timezone: 'UTC',
      category: 'MUSIC',
      attributes: [{ name: 'a', value: 'b' }],
    }),
  },
  status: { method: 'PUT', path: () => `/events/${event.eventId}/status`, body: () => ({ status: 'LIVE' }) },
  settings: {
    method: 'PATCH',
    path: () => `/events/${event.eventId}/settings`,
    body: () => ({
      location_details: {
        venue_name: 'a',
        address_line_1: 'b',
        city: 'c',
        zip_or_postal_code: 'd',
        country: 'NL',
      },
      payment_providers: ['OFFLINE'],
      support_email: 'a@example.com',
      website_url: 'https://a.example',
      order_timeout_in_minutes: 15,
      homepage_primary_color: '#ffffff',
      post_checkout_message: 'x',
      invoice_payment_terms_days: 3,
    }),
  },
  'product creation': {
    method: 'POST',
    path: () => `/events/${event.eventId}/products`,
    body: () => ({
      title: 'A',
      type: 'TIERED',
      product_type: 'TICKET',
      product_category_id: event.categoryId,
      prices: [{ price: 1, label: 'a', initial_quantity_available: 5, sale_end_date: soon(), id: 1 }],
      tax_and_fee_ids: [],
      min_per_order: 1,
      max_per_order: 2,
      sale_start_date: soon(),
    }),
  },
  'product edit': {
    method: 'PUT',
    path: () => `/events/${event.eventId}/products/${product.productId}`,
    body: () => ({
      title: 'A',
      type: 'PAID',
      product_type: 'TICKET',
      product_category_id: event.categoryId,
      prices: [{ id: product.priceIds[0], price: 5, initial_quantity_available: 50 }],
    }),
  },
  category: {
    method: 'POST',
    path: () => `/events/${event.eventId}/product-categories`,
    body: () => ({ name: 'A', description: 'b', is_hidden: false, no_products_message: 'c' }),
  },
  'promo code': {
    method: 'POST',
    path: () => `/events/${event.eventId}/promo-codes`,
    body: () => ({
      code: 'SAME',
      discount_type: 'FIXED',
      discount: 1,
      applicable_product_ids: [product.productId],
      expiry_date: soon(),
      max_allowed_usages: 5,
    }),
  },
  tax: {
    method: 'POST',
    path: () => `/accounts/${organiser.accountId}/taxes-and-fees`,
    body: () => ({
      name: 'A',
      description: 'b',
      calculation_type: 'FIXED',
      rate: 1,
      type: 'TAX',
      is_active: true,
      is_default: false,
    }),
  },
  duplicate: {
    method: 'POST',
    path: () => `/events/${event.eventId}/duplicate`,
    body: () => ({ title: 'A', start_date: soon(), duplicate_products: false, duplicate_settings: true }),
  },
  order: {
    method: 'POST',
    path: () => `/public/events/${event.eventId}/order`,
    body: () => ({ ...wish(product, 500_000), promo_code: 'x', locale: 'en' }),
  },
  'order completion': {
    method: 'PUT',
    path: () => order.path,
    // Wrong in two places, so that no single change makes it right and ends the order.
    body: () => {
      const { order, products } = details(product, 3)
      return { order: { ...order, email_confirmation: 'other@example.com' }, products }
    },
  },
  waitlist: {
    method: 'POST',
    path: () => `/public/events/${event.eventId}/waitlist`,
    body: () => ({
      product_price_id: product.priceIds[0],
      email: 'a@example.com',
      first_name: 'a',
      last_name: 'b',
      locale: 'en',
    }),
  },
}

describe('no body, however bad, is ever a failure', () => {
  it.each(Object.keys(TARGETS))(
    'for %s: told in words, and nothing of it stored',
    async (name) => {
      const target = TARGETS[name]
      if (target === undefined) return
      let before = await countRows()
      for (const body of corruptedBodies(target.body())) {
        const answer = await office.app.inject({
          method: target.method,
          url: `/api${target.path()}`,
          headers: {
            accept: 'application/json',
            authorization: `Bearer ${organiser.token}`,
            'content-type': 'application/json',
          },
          payload: JSON.stringify(body) ?? '',
        })
        const told = `${JSON.stringify(body)?.slice(0, 300)} → ${answer.statusCode} ${answer.body.slice(0, 200)}`
        expect(answer.statusCode, told).toBeLessThan(500)
        if (answer.statusCode < 400) {
          before = await countRows()
          continue
        }
        expect(answer.json(), told).toMatchObject({ message: expect.stringMatching(/\S/) })
        expect(await countRows(), told).toBe(before)
      }
    },
    120_000,
  )
})

describe('no request, however bad, is ever a failure', () => {
  const send = (payload: string | Buffer, headers: Record<string, string> = {}) =>
    office.app.inject({
      method: 'POST',
      url: '/api/organizers',
      headers: {
        accept: 'application/json',
        authorization: `Bearer ${organiser.token}`,
        'content-type': 'application/json',
        ...headers,
      },
      payload,
    })

  it.each<[string, number, string | Buffer, Record<string, string>?]>([
    ['text that is no JSON', 400, '{"name": '],
    ['a NUL in a text', 400, '{"name": "a\\u0000b"}'],
    ['bytes that are no UTF-8', 400, Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d])],
    ['brackets without end', 400, '['.repeat(5000)],
    ['a prototype', 400, '{"__proto__": {"name": "x"}}'],
    ['a body of 300 KiB', 413, JSON.stringify({ name: 'x'.repeat(300 * 1024) })],
    ['another content type', 415, 'name=x', { 'content-type': 'text/plain' }],
    ['a form', 415, 'name=x', { 'content-type': 'application/x-www-form-urlencoded' }],
    ['nothing', 422, ''],
    ['a list', 422, '[]'],
    ['a word', 422, '"x"'],
  ])('%s is answered with %i', async (_what, status, payload, headers) => {
    const answer = await send(payload, headers)
    expect(answer.statusCode).toBe(status)
    expect(answer.json()).toMatchObject({ message: expect.stringMatching(/\S/) })
  })

  it.each(['0', '-1', '1e3', '99999999999999999999', 'abc', '%00', '1%27', '..%2f..%2fetc', ' 1', '１'])(
    'an id that is none (%s) names nothing',
    async (id) => {
      for (const path of [
        `/events/${id}`,
        `/public/events/${id}`,
        `/events/${id}/orders`,
        `/organizers/${id}`,
        `/accounts/${id}/taxes-and-fees`,
        `/events/${event.eventId}/orders/${id}`,
      ]) {
        const answer = await office.app.inject({
          url: `/api${path}`,
          headers: { accept: 'application/json', authorization: `Bearer ${organiser.token}` },
        })
        expect([path, answer.statusCode]).toEqual([path, 404])
        expect(answer.json()).toHaveProperty('message')
      }
    },
  )

  it.each(['%00', "' or 1=1", 'x'.repeat(400), '%F0%9F%8E%AB', '..%2f'])(
    'a code that is none (%s) is not valid',
    async (code) => {
      const answer = await office.app.inject({
        url: `/api/public/events/${event.eventId}/promo-codes/${code}`,
      })
      expect([200, 404, 414]).toContain(answer.statusCode)
      if (answer.statusCode === 200) expect(answer.json()).toEqual({ valid: false })
    },
  )

  it('an invalid path is refused in JSON', async () => {
    const answer = await office.app.inject({ url: '/api/no/such/thing' })
    expect([answer.statusCode, answer.json().message]).toEqual([
      404,
      'The route api/no/such/thing could not be found.',
    ])
  })
})
