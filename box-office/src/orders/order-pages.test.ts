import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startOffice, type TestOffice } from '../../test-support/office.ts'
import {
  callerOf,
  details,
  type MadeEvent,
  makeEvent,
  makeProduct,
  type Organiser,
  reserve,
  type RestResponse,
  signUp,
} from '../../test-support/organiser.ts'

let office: TestOffice
let organiser: Organiser
let event: MadeEvent
beforeAll(async () => {
  office = await startOffice()
  organiser = await signUp(office.api)
  event = await makeEvent(organiser)
  const anyone = callerOf(office.api)
  for (const [first_name, last_name, email, amount] of BUYERS) {
    const title = `${first_name}’s ticket`
    const product = await makeProduct(organiser, event, { title, type: 'PAID', prices: [{ price: amount }] })
    const { path } = await reserve(anyone, product)
    const { order, products } = details(product, 1, email)
    const person = { first_name, last_name }
    const body = {
      order: { ...order, ...person },
      products: products.map((each) => ({ ...each, ...person })),
    }
    expect((await anyone('PUT', path, body)).status).toBe(200)
  }
})
afterAll(() => office.close())

/** In the order they buy. */
const BUYERS: [first: string, last: string, email: string, amount: number][] = [
  ['Mia', 'Adams', 'zoe@example.com', 20],
  ['Ada', 'Zorn', 'mia@example.com', 5],
  ['Zoë', 'Moor', 'adam@example.com', 10],
]
const [MIA, ADA, ZOE] = ['Mia', 'Ada', 'Zoë']

const list = (path: string) => organiser.call('GET', `/events/${event.eventId}${path}`)
const namesOf = ({ body }: RestResponse) => body.data.map((each: { first_name: string }) => each.first_name)

describe('the order of the list of orders', () => {
  it.each([
    ['', [ZOE, ADA, MIA]],
    ['?sort_direction=asc', [MIA, ADA, ZOE]],
    ['?sort_by=first_name&sort_direction=asc', [ADA, MIA, ZOE]],
    ['?sort_by=first_name&sort_direction=desc', [ZOE, MIA, ADA]],
    ['?sort_by=first_name', [ZOE, MIA, ADA]],
    ['?sort_by=email&sort_direction=asc', [ZOE, ADA, MIA]],
    ['?sort_by=total_gross&sort_direction=asc', [ADA, ZOE, MIA]],
    ['?sort_by=total_gross&sort_direction=desc', [MIA, ZOE, ADA]],
    ['?sort_by=session_hash', [ZOE, ADA, MIA]],
  ])('for %j', async (query, names) => {
    expect(namesOf(await list(`/orders${query}`))).toEqual(names)
  })
})

describe('the order of the list of attendees', () => {
  it.each([
    ['', [ZOE, ADA, MIA]],
    ['?sort_by=first_name&sort_direction=asc', [ADA, MIA, ZOE]],
    ['?sort_by=last_name&sort_direction=asc', [MIA, ZOE, ADA]],
    ['?sort_by=last_name&sort_direction=desc', [ADA, ZOE, MIA]],
    ['?sort_by=created_at&sort_direction=asc', [MIA, ADA, ZOE]],
    ['?sort_by=email&sort_direction=asc', [MIA, ADA, ZOE]],
  ])('for %j', async (query, names) => {
    expect(namesOf(await list(`/attendees${query}`))).toEqual(names)
  })
})

describe.each(['/orders', '/attendees'])('the search in %s', (path) => {
  it.each([
    ['zoë', [ZOE]],
    ['ADAMS', [MIA]],
    ['adam@', [ZOE]],
    ['example.com', [ZOE, ADA, MIA]],
    ['%', []],
    ["' or ''='", []],
  ])('for %j finds names and addresses that contain it', async (query, names) => {
    const found = await list(`${path}?query=${encodeURIComponent(query)}`)
    expect([namesOf(found), found.body.meta.total]).toEqual([names, names.length])
  })

  it('comes in pages', async () => {
    const [first, second] = [await list(`${path}?per_page=2`), await list(`${path}?per_page=2&page=2`)]
    expect([namesOf(first), namesOf(second)]).toEqual([[ZOE, ADA], [MIA]])
    expect(second.body.meta).toMatchObject({ current_page: 2, last_page: 2, from: 3, to: 3, total: 3 })
  })
})

describe('an order in the list', () => {
  it('has its totals, items and attendees, and no secret of the buyer’s session', async () => {
    const { body } = await list('/orders?query=zorn')
    expect(body.data).toHaveLength(1)
    expect(body.data[0]).toMatchObject({
      status: 'AWAITING_OFFLINE_PAYMENT',
      total_gross: 5,
      currency: 'EUR',
      is_free_order: false,
      first_name: ADA,
      last_name: 'Zorn',
    })
    expect(body.data[0].attendees.map((each: { email: string }) => each.email)).toEqual(['mia@example.com'])
    expect(JSON.stringify(body)).not.toContain('session')
  })

  it.each(['abc', '0', '999999'])('is not found by the id %s', async (id) => {
    for (const [method, path] of [
      ['GET', ''],
      ['POST', '/cancel'],
      ['POST', '/mark-as-paid'],
    ] as const) {
      const answer = await organiser.call(method, `/events/${event.eventId}/orders/${id}${path}`)
      expect([method, path, answer.status]).toEqual([method, path, 404])
    }
  })
})
