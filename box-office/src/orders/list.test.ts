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
} from '../../test-support/organiser.ts'

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

describe('the organiser’s lists', () => {
  let own: MadeEvent
  beforeAll(async () => {
    own = await makeEvent(organiser)
    const ticket = await makeProduct(organiser, own)
    for (const email of ['zoe@example.com', 'adam@example.com', 'mia@example.com']) {
      const { path } = await reserve(anyone, ticket)
      await anyone('PUT', path, details(ticket, 1, email))
    }
    await reserve(anyone, ticket)
  })
  const emails = async (path: string) =>
    (await organiser.call('GET', `/events/${own.eventId}${path}`)).body.data.map(
      (each: { email: string }) => each.email,
    )

  it('show completed orders and leave out open ones', async () => {
    expect(await emails('/orders?sort_by=email&sort_direction=asc')).toEqual([
      'adam@example.com',
      'mia@example.com',
      'zoe@example.com',
    ])
  })

  it.each(['/orders', '/attendees'])('find people in %s', async (path) => {
    expect(await emails(`${path}?query=ADAM`)).toEqual(['adam@example.com'])
    expect(await emails(`${path}?query=${encodeURIComponent("%' or 1=1--")}`)).toEqual([])
    expect(await emails(`${path}?per_page=2&page=2`)).toHaveLength(1)
  })

  it.each(['ticket_name', 'created_at', 'updated_at', 'first_name', 'last_name', 'status'])(
    'sort attendees by %s',
    async (sort) => {
      expect(await emails(`/attendees?sort_by=${sort}&sort_direction=asc`)).toHaveLength(3)
    },
  )

  it('show one order, and no order of another event', async () => {
    const { body } = await organiser.call('GET', `/events/${own.eventId}/orders`)
    const path = `/orders/${body.data[0].id}`
    expect((await organiser.call('GET', `/events/${own.eventId}${path}`)).body.data.attendees).toHaveLength(1)
    expect((await organiser.call('GET', `/events/${event.eventId}${path}`)).status).toBe(404)
    expect((await organiser.call('POST', `/events/${event.eventId}${path}/cancel`)).status).toBe(404)
  })
})
