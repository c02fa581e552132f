import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { startOffice, type TestOffice, untilWaiting } from '../../test-support/office.ts'
import {
  type Call,
  callerOf,
  type MadeEvent,
  makeEvent,
  type MadeProduct,
  makeProduct,
  type Organiser,
  signUp,
} from '../../test-support/organiser.ts'
import { datesOfRule, type Rule } from './rule.ts'

let office: TestOffice
let organiser: Organiser
let anyone: Call
let event: MadeEvent
let product: MadeProduct
/** Ids of the dates. */
let dates: number[]
beforeAll(async () => {
  office = await startOffice({ env: { HI_EVENTS_SHAPE: 'next' } })
  organiser = await signUp(office.api)
  anyone = callerOf(office.api)
})
afterAll(() => office.close())

const RULE = {
  frequency: 'weekly',
  interval: 1,
  days_of_week: ['friday'],
  times_of_day: [{ time: '20:00', label: 'Evening', duration_minutes: 180 }],
  range: { type: 'count', count: 3 },
  default_capacity: 4,
}
const generate = (rule: object = RULE) =>
  organiser.call('POST', `/events/${event.eventId}/occurrences/generate`, { recurrence_rule: rule })
beforeEach(async () => {
  event = await makeEvent(organiser, { type: 'RECURRING' })
  dates = (await generate()).body.data.map((each: { id: number }) => each.id)
  product = await makeProduct(organiser, event, { quantity: 100 })
})

type Line = { date?: number | undefined; quantity?: number; ticket?: MadeProduct }
const order = (...lines: Line[]) =>
  anyone('POST', `/public/events/${event.eventId}/order`, {
    products: lines.map(({ date, quantity = 1, ticket = product }) => ({
      ...(date !== undefined && { event_occurrence_id: date }),
      product_id: ticket.productId,
      quantities: [{ price_id: ticket.priceIds[0], quantity }],
    })),
  })
const publicDates = async () =>
  (await anyone('GET', `/public/events/${event.eventId}`)).body.data.occurrences as Record<string, unknown>[]

describe('the places of a date', () => {
  it('are never sold twice to buyers at the same moment', async () => {
    // Of two tickets, because orders of one ticket wait for each other at its prices.
    const tickets = [product, await makeProduct(organiser, event)]
    const orders = await office.database.db.begin(async (tx) => {
      await tx`select from occurrences where id = any (${dates.slice(0, 1)}) for update`
      const both = tickets.map((ticket) => order({ date: dates[0], ticket, quantity: 4 }))
      await untilWaiting(office, 2)
      return { both }
    })
    const statuses = (await Promise.all(orders.both)).map((each) => each.status)
    expect(new Set(statuses)).toEqual(new Set([201, 422]))
    expect((await publicDates()).map((each) => each['available_capacity'])).toEqual([0, 4, 4])
  })

  it('are counted over all lines of an order, and for each date by itself', async () => {
    const both = await order({ date: dates[0], quantity: 3 }, { date: dates[0], quantity: 2 })
    expect(both.body.errors).toEqual({
      event_occurrence_id: ['Not enough capacity available for this occurrence'],
    })
    expect((await order({ date: dates[0], quantity: 4 }, { date: dates[1], quantity: 4 })).status).toBe(201)
  })

  it('of another event, or of none, cannot be ordered', async () => {
    const other = await makeEvent(organiser)
    const { body } = await organiser.call('GET', `/events/${other.eventId}/occurrences`)
    expect((await order({ date: body.data[0].id })).status).toBe(422)
    expect((await order({ date: 999_999_999 })).status).toBe(422)
    expect((await order({ date: undefined })).body.errors).toHaveProperty(['products.0.event_occurrence_id'])
  })

  it('of a cancelled date cannot be ordered, and attendees do not see it', async () => {
    await organiser.call('POST', `/events/${event.eventId}/occurrences/${dates[1]}/cancel`, {})
    expect((await order({ date: dates[1] })).status).toBe(422)
    expect((await publicDates()).map((each) => each['id'])).toEqual([dates[0], dates[2]])
  })
})

describe('a price of one date', () => {
  const override = (by: Organiser, part: object = {}) =>
    by.call('PUT', `/events/${event.eventId}/occurrences/${dates[0]}/price-overrides`, {
      product_price_id: product.priceIds[0],
      price: 7,
      ...part,
    })

  it('is shown and charged on that date only', async () => {
    expect((await override(organiser)).status).toBe(200)
    const shown = await anyone('GET', `/public/events/${event.eventId}?event_occurrence_id=${dates[0]}`)
    expect(shown.body.data.product_categories[0].products[0].prices[0].price).toBe(7)
    expect((await order({ date: dates[0] })).body.data.total_gross).toBe(7)
    expect((await order({ date: dates[1] })).body.data.total_gross).toBe(0)
  })

  it('cannot be set by another account, or for a price of another event', async () => {
    expect((await override(await signUp(office.api))).status).toBe(404)
    const other = await makeProduct(organiser, await makeEvent(organiser))
    expect((await override(organiser, { product_price_id: other.priceIds[0] })).status).toBe(404)
  })
})

describe('dates of another account', () => {
  it.each([
    ['GET', ''],
    ['POST', '/generate'],
    ['POST', '/1/cancel'],
    ['PUT', '/1'],
  ])('are not there: %s %s', async (method, path) => {
    const stranger = await signUp(office.api)
    const url = `/events/${event.eventId}/occurrences${path.replace('1', String(dates[0]))}`
    const body = method === 'GET' ? undefined : { recurrence_rule: RULE }
    expect((await stranger.call(method, url, body)).status).toBe(404)
  })
})

describe('the dates of a rule', () => {
  const rule = (part: Partial<Rule>): Rule => ({ ...(RULE as Rule), ...part })
  const made = (part: Partial<Rule>, from: string) =>
    datesOfRule(rule(part), { timezone: 'Europe/Amsterdam', now: Date.parse(from) }).map(({ start_date }) =>
      start_date.toISOString().slice(0, 16),
    )

  it.each<[string, Partial<Rule>, string, string[]]>([
    [
      'stay at their hour when the clocks change',
      { range: { type: 'count', count: 2 } },
      '2026-10-20T00:00Z',
      ['2026-10-23T18:00', '2026-10-30T19:00'],
    ],
    [
      'of every second week',
      { interval: 2, range: { type: 'count', count: 2 } },
      '2026-06-01T00:00Z',
      ['2026-06-05T18:00', '2026-06-19T18:00'],
    ],
    [
      'of every day until a day',
      { frequency: 'daily', range: { type: 'until', until: '2026-06-02T23:59' } },
      '2026-06-01T00:00Z',
      ['2026-06-01T18:00', '2026-06-02T18:00'],
    ],
    [
      'begin with the next one to come',
      { range: { type: 'count', count: 1 } },
      '2026-06-05T18:00Z',
      ['2026-06-12T18:00'],
    ],
    ['are none on no day', { days_of_week: [] }, '2026-06-01T00:00Z', []],
  ])('%s', (_what, part, from, expected) => {
    expect(made(part, from)).toEqual(expected)
  })

  it.each([
    [{ frequency: 'hourly' }],
    [{ times_of_day: [] }],
    [{ times_of_day: [{ time: '25:00' }] }],
    [{ range: { type: 'count', count: 1_000_000 } }],
    [{ range: null }],
  ])('with %j are refused', async (part) => {
    expect((await generate({ ...RULE, ...part })).status).toBe(422)
  })

  it('replace those that nobody bought or changed', async () => {
    await order({ date: dates[0] })
    const again = await generate({ ...RULE, range: { type: 'count', count: 1 } })
    expect(again.body.data.map((each: { id: number }) => each.id)).toEqual([dates[0]])
  })
})

describe('a box office that is upgraded', () => {
  it('shows the date of an event from before, and sells it', async () => {
    const before = await startOffice({ database: office.database })
    const old = await signUp(before.api)
    event = await makeEvent(old)
    product = await makeProduct(old, event)
    expect((await order({})).status).toBe(422)
    const { data } = (await callerOf(before.api)('GET', `/public/events/${event.eventId}`)).body
    expect(data).not.toHaveProperty('occurrences')
    await before.close()
    const [date] = await publicDates()
    expect(date).toMatchObject({ start_date: data.start_date, status: 'ACTIVE', capacity: null })
    expect((await order({ date: Number(date?.['id']) })).status).toBe(201)
  })
})
