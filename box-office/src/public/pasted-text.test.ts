import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startOffice, type TestOffice } from '../../test-support/office.ts'
import {
  callerOf,
  details,
  type MadeEvent,
  type MadeProduct,
  makeEvent,
  makeProduct,
  type Organiser,
  registration,
  reserve,
  signUp,
  wish,
} from '../../test-support/organiser.ts'

/** What text processors, mails and terminals bring with a paste. */
const PASTED = ['\u000b', '\f', '\u0007', '\u001b', '\u0085', '\u2028', '\u2029', '\u202d', '\u202e']
const FOREIGN = /[^\P{Cc}\n\t]|[\u2028\u2029\u202d\u202e]/u

let office: TestOffice
let organiser: Organiser
let event: MadeEvent
let product: MadeProduct
let gone: MadeProduct
beforeAll(async () => {
  office = await startOffice()
  organiser = await signUp(office.api)
  event = await makeEvent(organiser)
  product = await makeProduct(organiser, event)
  gone = await makeProduct(organiser, event, { quantity: 0, waitlist_enabled: true })
})
afterAll(() => office.close())

type Target = { method: string; path: () => string | Promise<string>; body: (text: string) => object }
const TARGETS: Record<string, Target> = {
  'the names of a buyer and a ticket holder': {
    method: 'PUT',
    path: async () => (await reserve(callerOf(office.api), product)).path,
    body: (text) => {
      const person = { first_name: text, last_name: text }
      const { order, products } = details(product)
      return { order: { ...order, ...person }, products: products.map((each) => ({ ...each, ...person })) }
    },
  },
  'the names of a waiting person': {
    method: 'POST',
    path: () => `/public/events/${event.eventId}/waitlist`,
    body: (text) => ({
      product_price_id: gone.priceIds[0],
      first_name: text,
      last_name: text,
      email: registration().email,
    }),
  },
  'the names of a new user': {
    method: 'POST',
    path: () => '/auth/register',
    body: (text) => ({ ...registration(), first_name: text, last_name: text }),
  },
  'an organizer': {
    method: 'POST',
    path: () => '/organizers',
    body: (text) => ({
      name: text,
      description: text,
      email: 'a@example.com',
      timezone: 'UTC',
      currency: 'EUR',
    }),
  },
  'an event': {
    method: 'POST',
    path: () => '/events',
    body: (text) => ({
      title: text,
      description: `<p>${text}</p>`,
      organizer_id: event.organizerId,
      start_date: '2031-01-01T20:00:00Z',
      category: 'MUSIC',
      attributes: [{ name: text, value: text, is_public: true }],
    }),
  },
  'the settings of an event': {
    method: 'PATCH',
    path: () => `/events/${event.eventId}/settings`,
    body: (text) => ({
      location_details: {
        venue_name: text,
        address_line_1: text,
        city: text,
        zip_or_postal_code: '1012',
        country: 'NL',
      },
      post_checkout_message: text,
      continue_button_text: text,
    }),
  },
  'a ticket': {
    method: 'POST',
    path: () => `/events/${event.eventId}/products`,
    body: (text) => ({
      title: text,
      description: text,
      type: 'TIERED',
      product_type: 'TICKET',
      product_category_id: event.categoryId,
      prices: [{ price: 1, label: text }],
      highlight_message: text,
    }),
  },
  'a section of tickets': {
    method: 'POST',
    path: () => `/events/${event.eventId}/product-categories`,
    body: (text) => ({ name: text, description: text, is_hidden: false, no_products_message: text }),
  },
  'a tax': {
    method: 'POST',
    path: () => `/accounts/${organiser.accountId}/taxes-and-fees`,
    body: (text) => ({ name: text, description: text, calculation_type: 'FIXED', rate: 1, type: 'TAX' }),
  },
}

describe.each(Object.keys(TARGETS))('pasted control characters in %s', (name) => {
  it('are removed, and nothing is refused for them', async () => {
    const { method, path, body } = TARGETS[name] as Target
    for (const pasted of PASTED) {
      const input = body(`Blue${pasted}Note`)
      const answer = await organiser.call(method, await path(), input)
      expect(answer.status, `${JSON.stringify(input)} → ${JSON.stringify(answer.body)}`).toBeLessThan(300)
      const stored = JSON.stringify(answer.body)
      expect(stored).toMatch(/Blue( |\\n)?Note/)
      expect(JSON.parse(stored, (_key, each) => (FOREIGN.test(String(each)) ? 'FOREIGN' : each))).toEqual(
        answer.body,
      )
    }
  })

  it('that cannot be stored are refused in words', async () => {
    const { method, path, body } = TARGETS[name] as Target
    for (const bad of ['a\0b', 'a\ud800']) {
      const answer = await organiser.call(method, await path(), body(bad))
      expect([400, 422]).toContain(answer.status)
      expect(answer.body).toMatchObject({ message: expect.stringMatching(/\S/) })
    }
  })
})

describe('a code with pasted control characters', () => {
  it('counts as the code that was copied', async () => {
    const code = { code: 'CRATE10', discount_type: 'NONE', applicable_product_ids: [] }
    await organiser.call('POST', `/events/${event.eventId}/promo-codes`, code)
    const order = { ...wish(product), promo_code: '\u202eCRATE10\u2028' }
    const made = await callerOf(office.api)('POST', `/public/events/${event.eventId}/order`, order)
    expect([made.status, made.body.data?.promo_code]).toEqual([201, 'crate10'])
  })

  it.each([
    'promo_code=%00',
    'promo_code=%E2%80%AE',
    'event_occurrence_id=%00',
    'session_identifier=%00',
    'include=%00',
  ])('in the query %s is no failure', async (query) => {
    const { path } = await reserve(callerOf(office.api), product)
    for (const target of [`/public/events/${event.eventId}?${query}`, `${path.split('?')[0]}?${query}`])
      expect((await callerOf(office.api)('GET', target)).status, target).toBeLessThan(500)
    const page = await office.app.inject({ url: `/event/${event.eventId}?${query}` })
    expect(page.statusCode).toBeLessThan(500)
  })

  it('as the id of an order is no failure', async () => {
    for (const id of ['%00', 'o_%00', '%E2%80%AE']) {
      const path = `/public/events/${event.eventId}/order/${id}?session_identifier=x`
      expect((await callerOf(office.api)('GET', path)).status).toBe(404)
    }
  })
})
