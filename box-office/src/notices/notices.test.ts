import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { Browser } from '../../test-support/browser.ts'
import {
  addTicket,
  buyTickets,
  createEventFixture,
  type EventFixture,
} from '../../test-support/event-fixture.ts'
import { startOffice, type TestOffice } from '../../test-support/office.ts'
import { QUIET_MS, tellHolders } from './tell-holders.ts'

const DETAILS = {
  title: 'Blue Note at Dusk',
  start_date: '2030-05-01T20:00:00',
  end_date: '2030-05-01T23:00:00',
  timezone: 'Europe/Amsterdam',
  category: 'MUSIC',
  currency: 'EUR',
}
const HALL = {
  venue_name: 'Paradiso',
  address_line_1: 'Weteringschans 6',
  city: 'Amsterdam',
  zip_or_postal_code: '1017 SG',
  country: 'NL',
}

let office: TestOffice
let fixture: EventFixture
let now: number
beforeAll(async () => {
  office = await startOffice({ context: { clock: { now: () => now } } })
})
afterAll(() => office.close())
beforeEach(async () => {
  now = Date.now()
  fixture = await createEventFixture(office, DETAILS)
})

const sell = async () => {
  const product = await addTicket(fixture)
  await buyTickets(new Browser(office.app), fixture, { product })
}
const edit = async (change: object) => {
  const { status } = await fixture.organiser.call('PUT', `/events/${fixture.eventId}`, {
    ...DETAILS,
    ...change,
  })
  expect(status).toBe(200)
}
const settings = (body: object) =>
  fixture.organiser.call('PATCH', `/events/${fixture.eventId}/settings`, body)

/** A minute later. */
async function told() {
  const before = Date.now()
  now = before + QUIET_MS + 1_000
  while (await tellHolders(office.context)) continue
  return office.context.db<{ recipient: string; subject: string; text: string }[]>`
    select recipient, subject, text from mails where cause like ${`event.changed:${fixture.eventId}:%`} order by id`
}

describe('ticket holders', () => {
  it('are told of a new time, with the old one', async () => {
    await sell()
    await edit({ start_date: '2030-05-02T20:00:00', end_date: '2030-05-02T23:00:00' })
    const [mail, ...more] = await told()
    expect(more).toEqual([])
    expect(mail).toMatchObject({
      recipient: 'ada@example.com',
      subject: 'The time changed: Blue Note at Dusk',
    })
    expect(mail?.text).toMatch(/When: .*2 May 2030/)
    expect(mail?.text).toMatch(/Before: .*1 May 2030/)
  })

  it('are told of a new place', async () => {
    await settings({ location_details: HALL })
    await sell()
    await settings({ location_details: { ...HALL, venue_name: 'Melkweg' } })
    const [mail] = await told()
    expect(mail?.subject).toBe('The place changed: Blue Note at Dusk')
    expect(mail?.text).toContain('Where: Melkweg, Weteringschans 6')
    expect(mail?.text).toContain('Before: Paradiso, Weteringschans 6')
  })

  it('get one mail about several edits, and none when all is as it was', async () => {
    await sell()
    await edit({ start_date: '2030-05-02T20:00:00', end_date: null })
    await settings({ location_details: HALL })
    const mails = await told()
    expect(mails.map(({ subject }) => subject)).toEqual(['Time and place changed: Blue Note at Dusk'])
    await edit({ start_date: '2030-06-02T20:00:00', end_date: '2030-06-02T23:00:00' })
    await edit({ start_date: '2030-05-02T20:00:00', end_date: null })
    expect(await told()).toHaveLength(1)
  })

  it('are not told before the event was left alone for a minute', async () => {
    await sell()
    await edit({ start_date: '2030-05-02T20:00:00', end_date: null })
    now = Date.now()
    expect(await tellHolders(office.context)).toBe(false)
    expect(await told()).toHaveLength(1)
  })

  it('are told at once that the event is cancelled', async () => {
    await sell()
    await fixture.organiser.call('PUT', `/events/${fixture.eventId}/status`, { status: 'ARCHIVED' })
    now = Date.now()
    expect(await tellHolders(office.context)).toBe(true)
  })

  it('are not mailed about a title or a description', async () => {
    await sell()
    await edit({ title: 'Another title', description: 'Another text' })
    expect(await told()).toEqual([])
  })

  it('are told that the event is cancelled, and that it takes place after all', async () => {
    await sell()
    await fixture.organiser.call('PUT', `/events/${fixture.eventId}/status`, { status: 'ARCHIVED' })
    expect((await told()).map(({ subject }) => subject)).toEqual(['Cancelled: Blue Note at Dusk'])
    await fixture.organiser.call('PUT', `/events/${fixture.eventId}/status`, { status: 'LIVE' })
    expect((await told()).at(-1)?.subject).toBe('It takes place: Blue Note at Dusk')
  })

  it('are nobody while no ticket is sold, or after the order was cancelled', async () => {
    await edit({ start_date: '2030-05-02T20:00:00', end_date: null })
    expect(await told()).toEqual([])
    await sell()
    await office.context.db`update orders set status = 'CANCELLED' where event_id = ${fixture.eventId}`
    await office.context.db`update attendees set status = 'CANCELLED' where event_id = ${fixture.eventId}`
    await edit({ start_date: '2030-05-03T20:00:00', end_date: null })
    expect(await told()).toEqual([])
  })

  it('are not mailed about an event that was over before and is over now', async () => {
    await sell()
    await office.context.db`
      update events set start_date = '2020-05-01', end_date = '2020-05-02', told = told || '{"start":"2020-04-01","end":"2020-04-02"}'
      where id = ${fixture.eventId}`
    expect(await told()).toEqual([])
  })
})
