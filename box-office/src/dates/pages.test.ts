import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { Browser } from '../../test-support/browser.ts'
import { startOffice, type TestOffice } from '../../test-support/office.ts'
import {
  type MadeEvent,
  makeEvent,
  makeProduct,
  type Organiser,
  signUp,
} from '../../test-support/organiser.ts'

/** How an event of several dates is bought on the pages. */

let office: TestOffice
let organiser: Organiser
let event: MadeEvent
let priceId: number
let dates: { id: number; start_date: string }[]
let buyer: Browser
beforeAll(async () => {
  office = await startOffice({ env: { HI_EVENTS_SHAPE: 'next' } })
  organiser = await signUp(office.api)
})
afterAll(() => office.close())
beforeEach(async () => {
  event = await makeEvent(organiser, { type: 'RECURRING', timezone: 'UTC' })
  const recurrence_rule = {
    frequency: 'daily',
    times_of_day: [{ time: '20:00', duration_minutes: 60 }],
    range: { type: 'count', count: 3 },
    default_capacity: 2,
  }
  const made = await organiser.call('POST', `/events/${event.eventId}/occurrences/generate`, {
    recurrence_rule,
  })
  dates = made.body.data
  priceId = (await makeProduct(organiser, event)).priceIds[0] ?? 0
  buyer = new Browser(office.app)
})

const show = async (query = '') => (await buyer.get(`/event/${event.eventId}${query}`)).html
const order = (date: number | undefined, quantity = 1) =>
  buyer.post(`/event/${event.eventId}`, {
    ...(date !== undefined && { date: String(date) }),
    [`quantity.${priceId}`]: String(quantity),
  })
const dayOf = ({ start_date }: { start_date: string }) => String(new Date(start_date).getUTCDate())

describe('the page of an event of several dates', () => {
  it('shows the dates, then the tickets of the chosen one', async () => {
    const list = await show()
    for (const { id } of dates) expect(list).toContain(`href="/event/${event.eventId}?date=${id}"`)
    expect(list).not.toContain(`name="quantity.${priceId}"`)
    const chosen = await show(`?date=${dates[1]?.id}`)
    expect(chosen).toContain(`name="date" value="${dates[1]?.id}"`)
    expect(chosen).toContain('Another date')
  })

  it('leads to tickets that have the date that was bought', async () => {
    const last = dates[2]
    if (last === undefined) throw new TypeError('three dates were made')
    const { location: details } = await order(last.id)
    expect(details).toMatch(/^\/checkout\//)
    const page = (await buyer.get(details)).html
    expect(page).toContain(`datetime="${new Date(last.start_date).toISOString()}"`)
    expect(page).toMatch(new RegExp(`\\b${dayOf(last)}\\b`))
  })

  it('says that there are not enough places, and when the date is gone', async () => {
    expect((await order(dates[0]?.id, 3)).html).toContain('There are not enough places left on this date')
    await organiser.call('POST', `/events/${event.eventId}/occurrences/${dates[0]?.id}/cancel`, {})
    expect((await order(dates[0]?.id)).html).toContain('This date is not offered any more')
    expect((await order(undefined)).html).toContain('Choose another one')
  })

  it('says which dates are sold out', async () => {
    await order(dates[0]?.id, 2)
    expect(await show()).toContain('Sold out')
    expect(await show(`?date=${dates[0]?.id}`)).not.toContain('type="submit">Continue')
  })
})

describe('the page of an event of the type SINGLE with a further date', () => {
  it('offers its dates, and shows the one that was bought on the ticket', async () => {
    event = await makeEvent(organiser, { timezone: 'UTC', start_date: '2031-05-02T18:00:00Z' })
    priceId = (await makeProduct(organiser, event)).priceIds[0] ?? 0
    const further = { start_date: '2031-05-09T18:00:00Z', end_date: '2031-05-09T20:00:00Z' }
    const added = await organiser.call('POST', `/events/${event.eventId}/occurrences`, further)
    const { id } = added.body.data
    const list = await show()
    expect(list).toContain(`href="/event/${event.eventId}?date=${id}"`)
    expect(list).not.toContain(`name="quantity.${priceId}"`)
    expect(await show(`?date=${id}`)).toContain('Another date')
    const { location } = await order(id)
    expect((await buyer.get(location)).html).toContain('datetime="2031-05-09T18:00:00.000Z"')
    expect((await order(undefined)).html).toContain('Choose another one')
  })
})

describe('the page of an event of a single date', () => {
  it('sells as it does without dates', async () => {
    event = await makeEvent(organiser)
    priceId = (await makeProduct(organiser, event)).priceIds[0] ?? 0
    const [, date] = /name="date" value="(\d+)"/.exec(await show()) ?? []
    expect((await order(Number(date))).location).toMatch(/^\/checkout\//)
  })
})
