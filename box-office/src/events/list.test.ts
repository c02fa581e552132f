import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startOffice, type TestOffice } from '../../test-support/office.ts'
import {
  type RestResponse,
  type Call,
  callerOf,
  details,
  makeEvent,
  makeOrganizer,
  makeProduct,
  type Organiser,
  reserve,
  signUp,
} from '../../test-support/organiser.ts'

let office: TestOffice
let organiser: Organiser
let anyone: Call
beforeAll(async () => {
  office = await startOffice()
  organiser = await signUp(office.api)
  anyone = callerOf(office.api)
})
afterAll(() => office.close())

describe('the list of events', () => {
  let person: Organiser
  let ids: number[]
  beforeAll(async () => {
    person = await signUp(office.api)
    const organizer_id = await makeOrganizer(person)
    ids = []
    for (const title of ['First', 'Second', 'Third'])
      ids.push((await makeEvent(person, { organizer_id, title, status: 'DRAFT' })).eventId)
  })
  const idsOf = ({ body }: RestResponse) => body.data.map((each: { id: number }) => each.id)
  const latest = '/events?sort_by=updated_at&sort_direction=desc'

  it('sorts by latest change, and a status write counts as a change', async () => {
    await person.call('PUT', `/events/${ids[0]}/status`, { status: 'LIVE' })
    expect(idsOf(await person.call('GET', latest))).toEqual([ids[0], ids[2], ids[1]])
  })

  it('comes in pages that contain their position', async () => {
    const second = await person.call('GET', `${latest}&per_page=2&page=2`)
    expect(idsOf(second)).toHaveLength(1)
    expect(second.body.meta).toMatchObject({
      current_page: 2,
      last_page: 2,
      from: 3,
      to: 3,
      total: 3,
      per_page: 2,
    })
    expect(second.body.links.next).toBeNull()
    expect(second.body.links.prev).toContain('?page=1')
    const beyond = await person.call('GET', `${latest}&per_page=2&page=9`)
    expect([beyond.body.data, beyond.body.meta.from]).toEqual([[], null])
  })

  it.each([
    'sort_by=password',
    'sort_by=id;drop',
    'per_page=-1',
    'per_page=1e9',
    'page=0',
    'page[]=1',
    'query=%00',
    'sort_by[]=title',
  ])('makes the best of a query that cannot be used: %s', async (query) => {
    const answer = await person.call('GET', `/events?${query}`)
    expect([answer.status, answer.body.meta.total]).toEqual([200, 3])
  })

  it('contains views, sales and attendees', async () => {
    const event = await makeEvent(person)
    const product = await makeProduct(person, event, { type: 'PAID', prices: [{ price: 10 }] })
    const order = await reserve(anyone, product, 2)
    await anyone('PUT', order.path, details(product, 2))
    await reserve(anyone, product, 5)
    const { body } = await person.call('GET', latest)
    const found = body.data.find((each: { id: number }) => each.id === event.eventId)
    expect(found.statistics).toMatchObject({
      products_sold: 2,
      sales_total_gross: 20,
      attendees_registered: 2,
    })
    expect(found.products[0].quantity_sold).toBe(2)
  })
})

describe('a copy of an event', () => {
  it('has its settings, attributes and tickets in their order, sells its own, and starts as a draft', async () => {
    const attributes = [{ name: 'a', value: '1', is_public: true }]
    const event = await makeEvent(organiser, { attributes })
    await organiser.call('PATCH', `/events/${event.eventId}/settings`, { continue_button_text: 'Get in' })
    const product = await makeProduct(organiser, event, { title: 'Stalls', quantity: 1 })
    await makeProduct(organiser, event, { title: 'Balcony' })
    await reserve(anyone, product)
    const wanted = { title: 'Again', start_date: '2031-01-01T20:00:00Z' }
    const { body } = await organiser.call('POST', `/events/${event.eventId}/duplicate`, wanted)
    const products = body.data.product_categories[0].products
    expect(body.data).toMatchObject({
      status: 'DRAFT',
      title: 'Again',
      attributes,
      settings: { continue_button_text: 'Get in' },
    })
    expect(products.map((each: { title: string }) => each.title)).toEqual(['Stalls', 'Balcony'])
    expect(products[0]).toMatchObject({
      is_sold_out: false,
      initial_quantity_available: 1,
      event_id: body.data.id,
    })
  })

  it('can be made without products, and only of an event of the own account', async () => {
    const event = await makeEvent(organiser)
    await makeProduct(organiser, event)
    const wanted = { title: 'Again', start_date: '2031-01-01T20:00:00Z', duplicate_products: false }
    const { body } = await organiser.call('POST', `/events/${event.eventId}/duplicate`, wanted)
    expect(body.data.product_categories).toMatchObject([{ name: 'Tickets', products: [] }])
    const stranger = await signUp(office.api)
    expect((await stranger.call('POST', `/events/${event.eventId}/duplicate`, wanted)).status).toBe(404)
  })
})
