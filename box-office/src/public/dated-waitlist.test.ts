import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { Browser } from '../../test-support/browser.ts'
import { createEventFixture, type EventFixture } from '../../test-support/event-fixture.ts'
import { startOffice, type TestOffice } from '../../test-support/office.ts'
import { type Call, callerOf, makeProduct, type MadeProduct } from '../../test-support/organiser.ts'

/** The waiting lists of an event of several dates: each is of a ticket on one of them. */

let office: TestOffice
let anyone: Call
let fixture: EventFixture
let ticket: MadeProduct
/** The first has one place, the second two, and the third no limit. */
let dates: number[]
beforeAll(async () => {
  office = await startOffice({ env: { HI_EVENTS_SHAPE: 'next' } })
  anyone = callerOf(office.api)
})
afterAll(() => office.close())
beforeEach(async () => {
  fixture = await createEventFixture(office, { type: 'RECURRING', timezone: 'UTC' })
  ticket = await makeProduct(fixture.organiser, fixture, { title: 'Seat', waitlist_enabled: true })
  dates = []
  for (const [day, capacity] of [
    ['02', 1],
    ['09', 2],
    ['16', null],
  ]) {
    const date = { start_date: `2031-05-${day}T20:00:00Z`, end_date: `2031-05-${day}T22:00:00Z`, capacity }
    dates.push((await fixture.organiser.call('POST', pathOf(), date)).body.data.id)
  }
  await sellOut(0, 1)
  await sellOut(1, 2)
})

const pathOf = (id?: number, what = '') =>
  `/events/${fixture.eventId}/occurrences${id === undefined ? '' : `/${id}${what}`}`
const sellOut = async (at: number, quantity: number) => {
  const quantities = [{ price_id: ticket.priceIds[0], quantity }]
  const { status } = await anyone('POST', `/public/events/${fixture.eventId}/order`, {
    products: [{ event_occurrence_id: dates[at], product_id: ticket.productId, quantities }],
  })
  expect(status).toBe(201)
}
const join = (at: number | null, email = 'ada@example.com') =>
  anyone('POST', `/public/events/${fixture.eventId}/waitlist`, {
    email,
    first_name: 'Ada',
    product_price_id: ticket.priceIds[0],
    ...(at !== null && { event_occurrence_id: dates[at] }),
  })
const listed = async () => (await fixture.browser.get(`${fixture.manage}/waiting-list`)).text

describe('the waiting list of a date', () => {
  it('has its own order, and takes a person once for each date', async () => {
    const first = await join(0)
    expect(first.status).toBe(201)
    expect(first.body.data).toMatchObject({ event_occurrence_id: dates[0], position: 1, status: 'WAITING' })
    expect((await join(0, 'ben@example.com')).body.data.position).toBe(2)
    expect((await join(1)).body.data.position).toBe(1)
    expect((await join(1, 'ADA@example.com')).status).toBe(409)
  })

  it('is not for a date with places, for one that is not there, or for no date', async () => {
    const refused = async (answer: ReturnType<typeof join>) => (await answer).status
    expect(await refused(join(2))).toBe(422)
    expect((await join(null)).body.errors).toHaveProperty('event_occurrence_id')
    const [other] = dates
    fixture = await createEventFixture(office)
    dates = [other ?? 0]
    expect(await refused(join(0))).toBe(422)
  })

  it('ends with the date, whether that is cancelled or deleted', async () => {
    await join(0)
    await fixture.organiser.call('POST', pathOf(dates[0], '/cancel'), {})
    const refused = await join(0, 'ben@example.com')
    expect(refused.body.errors).toHaveProperty('event_occurrence_id')
    const added = { start_date: '2031-06-01T20:00:00Z', capacity: 0 }
    const { id } = (await fixture.organiser.call('POST', pathOf(), added)).body.data
    dates.push(id)
    expect((await join(3)).status).toBe(201)
    expect((await fixture.organiser.call('DELETE', pathOf(id))).status).toBe(204)
    expect(await listed()).toContain('Nobody is waiting')
    const left = await office.context.db<{ status: string; occurrence_id: number | null }[]>`
      select status, occurrence_id from waitlist_entries where event_id = ${fixture.eventId} order by id`
    expect([...left]).toEqual([
      { status: 'CANCELLED', occurrence_id: dates[0] },
      { status: 'CANCELLED', occurrence_id: null },
    ])
  })

  it('ends with the dates that a rule replaces, also of a person who waits for two of them', async () => {
    const generate = async (time: string) => {
      const { status, body } = await fixture.organiser.call('POST', `${pathOf()}/generate`, {
        recurrence_rule: {
          frequency: 'daily',
          times_of_day: [{ time, duration_minutes: 60 }],
          range: { type: 'count', count: 2 },
          default_capacity: 0,
        },
      })
      expect(status).toBe(200)
      const made: { id: number; is_overridden: boolean }[] = body.data
      return made.filter((each) => !each.is_overridden).map(({ id }) => id)
    }
    dates = await generate('20:00')
    expect([(await join(0)).status, (await join(1)).status]).toEqual([201, 201])
    await generate('21:00')
    expect(await listed()).toContain('Nobody is waiting')
  })

  it('is listed for the organiser by date, so that they write to those of the date with free places', async () => {
    await join(1, 'late@example.com')
    await join(0, 'early@example.com')
    expect(await listed()).toMatch(/early@example\.com Seat [^@]*2 May[^@]*late@example\.com Seat [^@]*9 May/)
  })
})

describe('the waiting list of an event of a single date', () => {
  it('needs no date, and names none to its organiser', async () => {
    fixture = await createEventFixture(office, { start_date: '2031-05-02T20:00:00Z', timezone: 'UTC' })
    ticket = await makeProduct(fixture.organiser, fixture, { quantity: 0, waitlist_enabled: true })
    const { body } = await join(null)
    expect(body.data.event_occurrence_id).toEqual(expect.any(Number))
    expect(await listed()).toContain('ada@example.com')
    expect((await fixture.browser.get(`${fixture.manage}/waiting-list`)).html.match(/2 May/g)).toHaveLength(1)
  })
})

describe('the shop', () => {
  const person = { first_name: 'Ada', last_name: '', email: 'ada@example.com' }

  it('leads from a date without places to its own list', async () => {
    const buyer = new Browser(office.app)
    const page = await buyer.get(`${fixture.shop}?date=${dates[1]}`)
    const [, link = ''] = /href="([^"]*\/waitlist[^"]*)"/.exec(page.html) ?? []
    expect(page.html).not.toContain('name="quantity.')
    const form = await buyer.get(link.replaceAll('&amp;', '&'))
    expect(form.text).toMatch(/Seat on [^.]*9 May[^.]* is sold out/)
    const fields = { ...person, price: String(ticket.priceIds[0]), date: String(dates[1]) }
    const joined = await buyer.post(`${fixture.shop}/waitlist`, fields)
    expect(joined.text).toMatch(/Number 1 for Seat on [^.]*9 May/)
    expect(joined.html).toContain(`href="${fixture.shop}?date=${dates[1]}"`)
    expect((await join(1)).status).toBe(409)
    expect((await join(0)).status).toBe(201)
  })

  it('has no list of a date with places, or of no date', async () => {
    const buyer = new Browser(office.app)
    expect((await buyer.get(`${fixture.shop}?date=${dates[2]}`)).html).not.toContain('/waitlist')
    expect((await buyer.get(`${fixture.shop}/waitlist?price=${ticket.priceIds[0]}`)).status).toBe(404)
    const fields = { ...person, price: String(ticket.priceIds[0]), date: String(dates[2]) }
    const refused = await buyer.post(`${fixture.shop}/waitlist`, fields)
    expect(refused.text).toContain('It is available again')
  })
})
