import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { startOffice, type TestOffice } from '../../test-support/office.ts'
import {
  callerOf,
  type Call,
  type MadeEvent,
  type MadeProduct,
  makeEvent,
  makeProduct,
  type Organiser,
  signUp,
} from '../../test-support/organiser.ts'
import { QUIET_MS, tellHoldersOfDate, tellOfOneChange } from './tell-holders.ts'

const RULE = {
  frequency: 'weekly',
  interval: 1,
  days_of_week: ['friday'],
  times_of_day: [{ time: '20:00', label: null, duration_minutes: 180 }],
  range: { type: 'count', count: 2 },
}

let office: TestOffice
let organiser: Organiser
let anyone: Call
let event: MadeEvent
let product: MadeProduct
let dates: { id: number; start_date: string; end_date: string }[]
let now = Date.now()
beforeAll(async () => {
  office = await startOffice({ env: { HI_EVENTS_SHAPE: 'next' }, context: { clock: { now: () => now } } })
  organiser = await signUp(office.api)
  anyone = callerOf(office.api)
})
afterAll(() => office.close())
beforeEach(async () => {
  now = Date.now()
  event = await makeEvent(organiser, { type: 'RECURRING', title: 'Jazz' })
  const path = `/events/${event.eventId}/occurrences/generate`
  dates = (await organiser.call('POST', path, { recurrence_rule: RULE })).body.data
  product = await makeProduct(organiser, event, { quantity: 100 })
  await sell(0, 'ada@example.com')
  await sell(1, 'ben@example.com')
})

const dateAt = (index: number) => dates[index] ?? expect.unreachable('the rule gives two dates')

/** Sells a ticket for one of the dates. */
async function sell(index: number, email: string): Promise<void> {
  const path = `/public/events/${event.eventId}/order`
  const { body } = await anyone('POST', path, {
    products: [
      {
        event_occurrence_id: dateAt(index).id,
        product_id: product.productId,
        quantities: [{ price_id: product.priceIds[0], quantity: 1 }],
      },
    ],
  })
  const person = { first_name: 'Ada', last_name: 'Okafor', email }
  const { short_id, session_identifier } = body.data
  const done = await anyone('PUT', `${path}/${short_id}?session_identifier=${session_identifier}`, {
    order: person,
    products: [{ product_price_id: product.priceIds[0], ...person }],
  })
  expect(done.status).toBe(200)
}

const move = async (index: number, days: number) => {
  const { id, start_date, end_date } = dateAt(index)
  const later = (text: string) => new Date(Date.parse(text) + days * 86_400_000).toISOString()
  const { status } = await organiser.call('PUT', `/events/${event.eventId}/occurrences/${id}`, {
    start_date: later(start_date),
    end_date: later(end_date),
  })
  expect(status).toBe(200)
}
const cancel = (index: number) =>
  organiser.call('POST', `/events/${event.eventId}/occurrences/${dateAt(index).id}/cancel`, {})

/** What was mailed after a minute without changes. */
async function told() {
  now = Date.now() + QUIET_MS + 1_000
  while (await tellOfOneChange(office.context)) continue
  return office.context.db<{ recipient: string; subject: string; text: string }[]>`
    select recipient, subject, text from mails where (cause like 'date.changed:%' or cause like 'event.changed:%')
      and account_id = (select account_id from events where id = ${event.eventId}) order by id desc`
}
const mailsSince = async (count: number) => (await told()).length - count

describe('the ticket holders of one of several dates', () => {
  it('alone are told that it moves, with the time before', async () => {
    const before = (await told()).length
    await move(1, 1)
    const [mail] = await told()
    expect(mail).toMatchObject({
      recipient: 'ben@example.com',
      subject: expect.stringMatching(/^The time changed: Jazz on /),
    })
    expect(mail?.text).toMatch(/When: [^]*Before: /)
    expect(await mailsSince(before)).toBe(1)
  })

  it('alone are told that it is cancelled, although the event then begins on another day', async () => {
    const before = (await told()).length
    await cancel(0)
    const [mail] = await told()
    expect(mail).toMatchObject({
      recipient: 'ada@example.com',
      subject: expect.stringMatching(/^Cancelled: Jazz on /),
    })
    expect(mail?.text).toContain('does not take place')
    expect(await mailsSince(before)).toBe(1)
  })

  it('are not told of a new label, or before it was left alone for a minute', async () => {
    const before = (await told()).length
    const { id, start_date, end_date } = dateAt(0)
    await organiser.call('PUT', `/events/${event.eventId}/occurrences/${id}`, {
      start_date,
      end_date,
      label: 'Gala',
    })
    expect(await mailsSince(before)).toBe(0)
    await move(0, 1)
    now = Date.now()
    expect(await tellHoldersOfDate(office.context)).toBe(false)
    expect(await mailsSince(before)).toBe(1)
  })
})

describe('the ticket holders of an event that gets a further date', () => {
  const title = 'Solo'
  let before: number
  beforeEach(async () => {
    event = await makeEvent(organiser, { title, ...times(0) })
    dates = (await organiser.call('GET', `/events/${event.eventId}/occurrences`)).body.data
    product = await makeProduct(organiser, event, { quantity: 100 })
    await sell(0, 'ada@example.com')
    before = (await told()).length
  })

  const times = (days: number) => ({
    start_date: new Date(Date.UTC(2031, 4, 2 + days, 18)).toISOString(),
    end_date: new Date(Date.UTC(2031, 4, 2 + days, 20)).toISOString(),
  })
  const edit = { title, category: 'MUSIC', currency: 'EUR', timezone: 'Europe/Amsterdam' }
  const moveEvent = (days: number) =>
    organiser.call('PUT', `/events/${event.eventId}`, { ...edit, ...times(days) })
  const add = () => organiser.call('POST', `/events/${event.eventId}/occurrences`, times(20))

  it('are not told of it, also when theirs moved before and they know', async () => {
    await moveEvent(1)
    expect(await mailsSince(before)).toBe(1)
    await add()
    expect(await mailsSince(before)).toBe(1)
  })

  it('are told once when theirs moves with the event, and when it moved a moment before', async () => {
    await moveEvent(1)
    await add()
    const [mail] = await told()
    expect(mail?.subject).toMatch(/^The time changed: Solo/)
    expect(await mailsSince(before)).toBe(1)
    await moveEvent(2)
    expect(await mailsSince(before)).toBe(2)
  })

  it('are told that theirs moved when the further one is deleted a moment later', async () => {
    const { id } = (await add()).body.data
    await told()
    await moveEvent(1)
    await organiser.call('DELETE', `/events/${event.eventId}/occurrences/${id}`)
    expect(await mailsSince(before)).toBe(1)
    expect(await mailsSince(before)).toBe(1)
  })

  it('are told that their only date is cancelled', async () => {
    await cancel(0)
    const [mail] = await told()
    expect(mail?.subject).toMatch(/^Cancelled: Solo/)
    expect(await mailsSince(before)).toBe(1)
  })
})
