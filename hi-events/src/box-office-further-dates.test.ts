import type { EventDetails } from '@tuvens/contract'
import { signRequest } from '@tuvens/contract/signatures'
import { freePort } from '@tuvens/platform/free-port'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type BoxOffice, startBoxOffice } from '../test-support/box-office.ts'
import { eventOf, SHARED_SECRET } from '../test-support/fake-tuvens-api.ts'
import { type Harness, startHarness, until } from '../test-support/harness.ts'
import { Visitor } from '../test-support/visitor.ts'

/** Further dates of a Tuvens event, carried to a real ticket server. */

let office: BoxOffice
let test: Harness
let visitor: Visitor
let id: string
let revision = 1
let next = 2_900
beforeAll(async () => {
  const port = await freePort()
  office = await startBoxOffice('http://localhost:3002', 'next')
  const env = { HI_EVENTS_UPSTREAM: office.url, WEBHOOK_URL: `http://127.0.0.1:${port}` }
  test = await startHarness({ port, withLoops: true, env })
})
afterAll(async () => {
  await test.stop()
  await office.stop()
})
beforeEach(() => {
  id = String(next++)
  visitor = new Visitor(test)
})

const [MAY_1, MAY_8, MAY_15, MAY_22] = ['05-01', '05-08', '05-15', '05-22'].map((day) => ({
  startDate: `2031-${day}T18:00:00.000Z`,
  endDate: `2031-${day}T21:00:00.000Z`,
})) as [Date, Date, Date, Date]
type Date = { startDate: string; endDate: string }

async function land([first, ...furtherDates]: [Date, ...Date[]]): Promise<void> {
  const event = eventOf(id, {
    ...first,
    ...(furtherDates.length > 0 && { furtherDates }),
    revision: ++revision,
  })
  const session_token = test.api.issueToken({
    account_id: next,
    email: `further-${id}@organiser.test`,
    event,
  })
  expect((await visitor.land({ session_token })).status).toBe(200)
}

/** The API tells an edit. */
async function edit([first, ...furtherDates]: [Date, ...Date[]]): Promise<void> {
  const { title, description, timezone, venue, imageUrl, category, currency } = eventOf(id)
  const times = { ...first, ...(furtherDates.length > 0 && { furtherDates }) }
  const details: EventDetails = {
    title,
    description,
    ...times,
    timezone,
    venue,
    imageUrl,
    category,
    currency,
  }
  expect((await service('PUT', 'details', { revision: ++revision, details })).status).toBe(204)
}

function service(method: 'GET' | 'PUT', what: string, body?: object): Promise<Response> {
  const path = `/api/service/links/${id}/${what}`
  const payload = body === undefined ? '' : JSON.stringify(body)
  const signed = signRequest([SHARED_SECRET], { method, path, body: payload }, Date.now())
  const headers = {
    ...signed,
    ...(payload !== '' && { 'content-type': 'application/json' }),
    'x-on-behalf-of': '456',
  }
  return fetch(test.url + path, { method, headers, ...(payload !== '' && { body: payload }) })
}
const differences = async (): Promise<{ field: string; reason: string; theirs: object }[]> =>
  (await (await service('GET', 'differences')).json()).differences
const reasons = async () => (await differences()).map(({ field, reason }) => `${field}: ${reason}`)

async function hiEventId(): Promise<number> {
  const [row] = await test.database.db`select hi_event_id from links where tuvens_event_id = ${id}`
  return Number(row?.['hi_event_id'])
}
async function call(method: string, path: string, body?: object) {
  const answer = await visitor.call(method, path, body)
  expect(answer.status, `${method} ${path}`).toBeLessThan(300)
  return answer.status === 204 ? undefined : (await answer.json()).data
}
type Occurrence = {
  id: number
  start_date: string
  end_date: string
  capacity: number | null
  label: string | null
}
const occurrences = async (): Promise<Occurrence[]> =>
  call('GET', `/events/${await hiEventId()}/occurrences?per_page=100`)
const starts = async () => (await occurrences()).map(({ start_date }) => start_date.slice(5, 10)).join()
const untilStarts = (days: string) => until(async () => (await starts()) === days, `the dates ${days}`)
const isQuiet = () =>
  until(async () => {
    const [row] = await test.database.db`select due_at from link_details where tuvens_event_id = ${id}`
    return row?.['due_at'] === null
  }, 'nothing is due')
/** Makes a ticket, and sells one for a date. */
async function sell(date: Occurrence): Promise<void> {
  const event = await hiEventId()
  const [category] = await call('GET', `/events/${event}/product-categories`)
  const ticket = await call('POST', `/events/${event}/products`, {
    title: 'General admission',
    type: 'FREE',
    product_type: 'TICKET',
    product_category_id: category.id,
    prices: [{ price: 0, initial_quantity_available: 50 }],
  })
  await call('PUT', `/events/${event}/status`, { status: 'LIVE' })
  const fields = { date: String(date.id), [`quantity.${ticket.id}.${ticket.prices[0].id}`]: '1' }
  const isOrdered = async () => {
    const body = new URLSearchParams(fields)
    const answer = await fetch(`${test.url}/embed/${event}/order`, {
      method: 'POST',
      redirect: 'manual',
      body,
    })
    return answer.status === 303
  }
  await until(isOrdered, 'an order')
}

describe('the dates of a Tuvens event', () => {
  it('are all in the ticket system soon after the landing, and nothing differs', async () => {
    await land([MAY_1, MAY_8, MAY_15])
    await untilStarts('05-01,05-08,05-15')
    await isQuiet()
    expect(await reasons()).toEqual([])
    const [first] = await occurrences()
    expect([first?.start_date, first?.end_date].map((at) => Date.parse(at ?? ''))).toEqual(
      [MAY_1.startDate, MAY_1.endDate].map((at) => Date.parse(at)),
    )
  })

  it('follow an edit: one is added, one ends later, one is taken away', async () => {
    await land([MAY_1, MAY_8, MAY_15])
    await untilStarts('05-01,05-08,05-15')
    await isQuiet()
    const later = { ...MAY_8, endDate: '2031-05-08T22:00:00.000Z' }
    await edit([MAY_1, later, MAY_22])
    await untilStarts('05-01,05-08,05-22')
    await isQuiet()
    expect((await occurrences())[1]?.end_date).toContain('T22:00:00')
    expect(await reasons()).toEqual([])
  })

  it('keep name, places and tickets of a date that moves', async () => {
    await land([MAY_1, MAY_8])
    await untilStarts('05-01,05-08')
    await isQuiet()
    const [, second] = await occurrences()
    const path = `/events/${await hiEventId()}/occurrences/${second?.id}`
    await call('PUT', path, { ...second, capacity: 7, label: 'Gala' })
    await edit([MAY_1, MAY_15])
    await untilStarts('05-01,05-15')
    expect((await occurrences())[1]).toMatchObject({ id: second?.id, capacity: 7, label: 'Gala' })
    await isQuiet()
    expect(await reasons()).toEqual([])
  })

  it('make an event of one date one of several, and one again', async () => {
    await land([MAY_1])
    await isQuiet()
    await edit([MAY_1, MAY_8])
    await untilStarts('05-01,05-08')
    await edit([MAY_8])
    await untilStarts('05-08')
    await isQuiet()
    expect(await reasons()).toEqual([])
  })

  it('follow when the only date changes and gets further ones at once', async () => {
    await land([MAY_1])
    await isQuiet()
    const later = { ...MAY_1, endDate: '2031-05-01T22:00:00.000Z' }
    await edit([later, MAY_8])
    await untilStarts('05-01,05-08')
    await isQuiet()
    expect((await occurrences())[0]?.end_date).toContain('T22:00:00')
    expect(await reasons()).toEqual([])
  })

  it('are those of the event alone when its only date is replaced by several', async () => {
    await land([MAY_1])
    await isQuiet()
    await edit([MAY_8, MAY_15])
    await untilStarts('05-08,05-15')
    await isQuiet()
    expect(await reasons()).toEqual([])
  })

  it('with sold tickets are not taken away: the organiser is told', async () => {
    await land([MAY_1, MAY_8, MAY_15])
    await untilStarts('05-01,05-08,05-15')
    await isQuiet()
    const [, second] = await occurrences()
    if (second !== undefined) await sell(second)
    await edit([MAY_1])
    await untilStarts('05-01,05-08')
    await isQuiet()
    expect(await reasons()).toEqual(['times: refused'])
    expect((await differences())[0]?.theirs).toMatchObject({ ...MAY_1, furtherDates: [MAY_8] })
  })

  it('that somebody adds or moves in the ticket system are a difference, not overwritten', async () => {
    await land([MAY_1, MAY_8])
    await untilStarts('05-01,05-08')
    await isQuiet()
    const times = { start_date: MAY_15.startDate, end_date: MAY_15.endDate }
    await call('POST', `/events/${await hiEventId()}/occurrences`, times)
    await until(async () => (await reasons()).includes('times: changed'), 'the difference')
    await edit([MAY_1, MAY_22])
    await isQuiet()
    expect(await starts()).toBe('05-01,05-08,05-15')
  })

  it('that somebody made while the event had one date here are a difference, not taken away', async () => {
    await land([MAY_1])
    await isQuiet()
    const times = { start_date: MAY_15.startDate, end_date: MAY_15.endDate }
    await call('POST', `/events/${await hiEventId()}/occurrences`, times)
    // Of the one date nothing is compared, so this edit is remembered beside the dates that are there.
    await edit([{ ...MAY_1, endDate: '2031-05-01T22:00:00.000Z' }])
    await isQuiet()
    await edit([MAY_1, MAY_8])
    await isQuiet()
    expect(await reasons()).toEqual(['times: changed'])
    expect(await starts()).toBe('05-01,05-15')
  })

  it('go on where a failure left off, as no change of somebody else', async () => {
    await land([MAY_1])
    await isQuiet()
    // Another attempt ended after it had added one of the dates.
    const times = { start_date: MAY_8.startDate, end_date: MAY_8.endDate }
    await call('POST', `/events/${await hiEventId()}/occurrences`, times)
    await edit([MAY_1, MAY_8, MAY_15])
    await untilStarts('05-01,05-08,05-15')
    await isQuiet()
    expect(await reasons()).toEqual([])
  })
})

describe('a ticket system without events of several dates', () => {
  it('sells the first date, says so, and gets the others once it is upgraded', async () => {
    await office.upgrade('stock')
    await land([MAY_1, MAY_8])
    await isQuiet()
    expect(await reasons()).toEqual(['times: single_date'])
    const earlier = { startDate: '2031-05-01T17:00:00.000Z', endDate: MAY_1.endDate }
    await edit([earlier, MAY_8])
    const start = async () => (await call('GET', `/events/${await hiEventId()}`)).start_date
    await until(async () => (await start()).includes('T17:00:00'), 'the earlier start')
    await isQuiet()
    expect(await reasons()).toEqual(['times: single_date'])
    await office.upgrade('next')
    await test.database.db`update sweeps set due_at = now()`
    await untilStarts('05-01,05-08')
    await isQuiet()
    expect(await reasons()).toEqual([])
  })
})
