import { freePort } from '@tuvens/platform/free-port'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type BoxOffice, startBoxOffice } from '../test-support/box-office.ts'
import { eventOf } from '../test-support/fake-tuvens-api.ts'
import { type Harness, startHarness, until } from '../test-support/harness.ts'
import { Visitor } from '../test-support/visitor.ts'

/** Events of several dates, from the organiser's rule to the buyer's order, on a real ticket server. */

let office: BoxOffice
let test: Harness
let visitor: Visitor
let id: string
let hiEventId: number
let next = 900
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
beforeEach(async () => {
  id = String(next++)
  visitor = new Visitor(test)
  await land()
  hiEventId = await linked()
})

const account = () => ({ account_id: 30 + next, email: `dates-${next}@organiser.test` })
const land = () => visitor.land({ session_token: test.api.issueToken({ ...account(), event: eventOf(id) }) })
async function linked(): Promise<number> {
  const [row] = await test.database.db`select hi_event_id from links where tuvens_event_id = ${id}`
  return Number(row?.['hi_event_id'])
}
const call = async (method: string, path: string, body?: object) => {
  const answer = await visitor.call(method, path, body)
  expect(answer.status, `${method} ${path}`).toBeLessThan(300)
  return (await answer.json()).data
}
const reported = () =>
  test.api.statuses.filter((each) => each.payload.tuvens_event_id === id).map((each) => each.payload.status)
const untilReported = (status: string) =>
  until(() => reported().at(-1) === status, `${status}, not ${reported().join()}`)

const DAILY = {
  frequency: 'daily',
  interval: 1,
  times_of_day: [{ time: '20:00', label: null, duration_minutes: 120 }],
  range: { type: 'count', count: 3 },
  default_capacity: 2,
}

/** Makes the linked event one of several dates with a ticket, and publishes it. */
async function publishDates() {
  const dates = await call('POST', `/events/${hiEventId}/occurrences/generate`, { recurrence_rule: DAILY })
  const field = await addTicket()
  await call('PUT', `/events/${hiEventId}/status`, { status: 'LIVE' })
  await untilReported('LIVE')
  return { ids: dates.map((each: { id: number }) => String(each.id)) as string[], field }
}

/** @returns the name of its field in the picker */
async function addTicket(): Promise<string> {
  const [category] = await call('GET', `/events/${hiEventId}/product-categories`)
  const ticket = await call('POST', `/events/${hiEventId}/products`, {
    title: 'General admission',
    type: 'FREE',
    product_type: 'TICKET',
    product_category_id: category.id,
    prices: [{ price: 0, initial_quantity_available: 50 }],
  })
  return `quantity.${ticket.id}.${ticket.prices[0].id}`
}
const show = async (query = '') => (await fetch(`${test.url}/embed/${hiEventId}${query}`)).text()
const order = (fields: Record<string, string>) =>
  fetch(`${test.url}/embed/${hiEventId}/order`, {
    method: 'POST',
    redirect: 'manual',
    body: new URLSearchParams(fields),
  })

describe('an event of several dates on a real ticket server', () => {
  it('is sold date by date through the picker', async () => {
    const { ids, field } = await publishDates()
    const [first = '', second = ''] = ids
    const list = await show()
    for (const each of ids) expect(list).toMatch(new RegExp(`name="date" value="${each}"`))
    expect(await show(`?date=${second}`)).toContain(`name="${field}"`)
    expect((await order({ date: second, [field]: '2' })).status).toBe(303)
    const refused = await order({ date: second, [field]: '1' })
    expect([refused.status, await refused.text()]).toEqual([
      422,
      expect.stringContaining('not enough places left'),
    ])
    expect((await order({ date: first, [field]: '1' })).status).toBe(303)
    await until(async () => (await show()).includes('Sold out'), 'the sold out date')
  })

  it('shows a cancelled date as cancelled, and is cancelled when all are', async () => {
    const { ids } = await publishDates()
    for (const [index, each] of ids.entries()) {
      await call('POST', `/events/${hiEventId}/occurrences/${each}/cancel`, {})
      if (index === 0) await until(async () => (await show()).includes('Cancelled'), 'the cancelled date')
    }
    await untilReported('CANCELLED')
  })
})

describe('a ticket server that is upgraded', () => {
  it('keeps its links, makes no second event, and sells from a form of before', async () => {
    await office.upgrade('stock')
    await land()
    const before = await linked()
    expect(before).toBe(hiEventId)
    const field = await addTicket()
    await call('PUT', `/events/${hiEventId}/status`, { status: 'LIVE' })
    await untilReported('LIVE')
    expect(await show()).not.toContain('name="date"')
    await office.upgrade('next')
    // While it was away, calls to it rest for some seconds.
    await until(async () => (await order({ [field]: '1' })).status === 303, 'an order')
    await land()
    expect(await linked()).toBe(before)
    const events = await visitor.call('GET', '/events')
    expect((await events.json()).data.map((each: { id: number }) => each.id)).toEqual([before])
    await call('PUT', `/events/${hiEventId}/status`, { status: 'DRAFT' })
    await untilReported('DRAFT')
  })
})
