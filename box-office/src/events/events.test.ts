import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startOffice, type TestOffice } from '../../test-support/office.ts'
import {
  type RestResponse,
  type Call,
  callerOf,
  makeEvent,
  makeOrganizer,
  type Organiser,
  signUp,
} from '../../test-support/organiser.ts'

let office: TestOffice
let organiser: Organiser
let anyone: Call
let organizerId: number
let now = Date.now()
beforeAll(async () => {
  office = await startOffice({ context: { clock: { now: () => now } } })
  organiser = await signUp(office.api)
  anyone = callerOf(office.api)
  organizerId = await makeOrganizer(organiser)
})
afterAll(() => office.close())

const create = (details: Record<string, unknown>): Promise<RestResponse> =>
  organiser.call('POST', '/events', {
    title: 'Blue Note at Dusk',
    organizer_id: organizerId,
    start_date: '2030-06-01T20:00:00Z',
    ...details,
  })

describe('creating an event', () => {
  it.each([
    ['2030-06-01T20:00:00+02:00', 'Europe/Amsterdam', '2030-06-01T18:00:00.000000Z'],
    ['2030-06-01 20:00', 'Europe/Amsterdam', '2030-06-01T18:00:00.000000Z'],
    ['2030-12-01T20:00', 'Europe/Amsterdam', '2030-12-01T19:00:00.000000Z'],
    ['2030-12-01T20:00:30.999Z', 'Europe/Amsterdam', '2030-12-01T20:00:30.000000Z'],
    ['2030-06-01', 'America/New_York', '2030-06-01T04:00:00.000000Z'],
    ['2030-06-01T00:30', 'Asia/Kolkata', '2030-05-31T19:00:00.000000Z'],
    ['2030-10-27T03:30', 'Europe/Amsterdam', '2030-10-27T02:30:00.000000Z'],
  ])('reads %s in %s as %s', async (start_date, timezone, expected) => {
    const { body } = await create({ start_date, timezone })
    expect(body.data.start_date).toBe(expected)
  })

  it.each([
    ['start_date', { start_date: 'tomorrow' }],
    ['start_date', { start_date: '2030-02-30T10:00:00Z' }],
    ['start_date', { start_date: 20_300_601 }],
    ['start_date', { start_date: '2030-06-01T25:00' }],
    ['end_date', { end_date: '2030-05-01T20:00:00Z' }],
    ['timezone', { timezone: 'Mars/Olympus' }],
    ['timezone', { timezone: 'europe/amsterdam' }],
    ['timezone', { timezone: 'Etc/UTC' }],
    ['currency', { currency: 'EURO' }],
    ['currency', { currency: 'IRR' }],
    ['category', { category: 'CIRCUS' }],
    ['organizer_id', { organizer_id: 999_999 }],
    ['organizer_id', { organizer_id: '1; drop table events' }],
    ['organizer_id', { organizer_id: 1e30 }],
    ['title', { title: 'x'.repeat(151) }],
    ['title', { title: ['a'] }],
    ['attributes', { attributes: 'none' }],
    ['attributes.0.name', { attributes: [{ value: '11' }] }],
    ['attributes.0.value', { attributes: [{ name: 'a', value: 11 }] }],
    ['location_details', { location_details: { venue_name: 'Paradiso' } }],
  ])('refuses a bad %s and stores nothing', async (field, part) => {
    const before = (await organiser.call('GET', '/events')).body.meta.total
    const { status, body } = await create(part)
    expect([status, Object.keys(body.errors)[0]]).toEqual([422, field])
    expect((await organiser.call('GET', '/events')).body.meta.total).toBe(before)
  })

  it('removes scripts and styles from the description', async () => {
    const description =
      '<p onclick="x()">Jazz <b>by the river</b></p><script>alert(1)</script><iframe src="//evil"></iframe>' +
      '<a href="javascript:alert(1)">here</a><img src="x" onerror="alert(1)"><style>*{}</style>'
    const { body } = await create({ description })
    expect(body.data.description).toBe('<p>Jazz <b>by the river</b></p><a>here</a><img src="x" />')
  })

  it('returns attributes only when some were given, and only public ones to the public', async () => {
    const none = await create({})
    expect(none.body.data).not.toHaveProperty('attributes')
    const attributes = [
      { name: 'secret_id', value: '11', is_public: false },
      { name: 'genre', value: 'jazz', is_public: true },
    ]
    const { body } = await create({ attributes })
    expect(body.data.attributes).toEqual(attributes)
    await organiser.call('PUT', `/events/${body.data.id}/status`, { status: 'LIVE' })
    const seen = await anyone('GET', `/public/events/${body.data.id}`)
    expect(seen.body.data.attributes).toEqual([attributes[1]])
    expect(JSON.stringify(seen.body)).not.toContain('secret_id')
  })

  it("defaults to the organizer's currency and zone, and refuses an organizer of another account", async () => {
    const { body } = await create({})
    expect(body.data).toMatchObject({ timezone: 'Europe/Amsterdam', currency: 'EUR', category: 'OTHER' })
    const stranger = await signUp(office.api)
    const foreign = await stranger.call('POST', '/events', {
      title: 'Not mine',
      organizer_id: organizerId,
      start_date: '2030-06-01T20:00:00Z',
    })
    expect([foreign.status, foreign.body.errors.organizer_id?.length]).toEqual([422, 1])
  })
})

describe('editing an event', () => {
  it('empties fields that are left out, and keeps the attributes', async () => {
    const attributes = [{ name: 'a', value: '1', is_public: false }]
    const { body } = await create({
      description: '<p>Jazz</p>',
      end_date: '2030-06-01T23:00:00Z',
      attributes,
    })
    const edit = { title: 'Later', start_date: '2030-07-01', timezone: 'Europe/Amsterdam', category: 'MUSIC' }
    const edited = await organiser.call('PUT', `/events/${body.data.id}`, edit)
    expect(edited.body.data).toMatchObject({ description: null, end_date: null, slug: 'later', attributes })
  })

  it.each([['category'], ['timezone']])('is refused without %s, and changes nothing', async (left) => {
    const { body } = await create({})
    const edit = {
      title: 'Later',
      start_date: '2030-07-01',
      timezone: 'Europe/Amsterdam',
      category: 'MUSIC',
      [left]: undefined,
    }
    const answer = await organiser.call('PUT', `/events/${body.data.id}`, edit)
    expect([answer.status, Object.keys(answer.body.errors)]).toEqual([422, [left]])
    expect((await organiser.call('GET', `/events/${body.data.id}`)).body.data.title).toBe('Blue Note at Dusk')
  })
})

describe('the status of an event', () => {
  it('becomes upcoming, ongoing and ended as time passes', async () => {
    const { body } = await create({ end_date: '2030-06-01T23:00:00Z' })
    const read = async (at: string) => {
      now = Date.parse(at)
      return (await office.app.inject({ url: `/api/public/events/${body.data.id}` })).json().data
        ?.lifecycle_status
    }
    await organiser.call('PUT', `/events/${body.data.id}/status`, { status: 'LIVE' })
    const seen = [
      await read('2030-06-01T19:59:59Z'),
      await read('2030-06-01T21:00:00Z'),
      await read('2030-06-01T23:00:01Z'),
    ]
    now = Date.now()
    expect(seen).toEqual(['UPCOMING', 'ONGOING', 'ENDED'])
  })

  it('changes from any status to any other, and is public only while it is live', async () => {
    const { eventId } = await makeEvent(organiser, { status: 'DRAFT' })
    for (const status of ['LIVE', 'ARCHIVED', 'LIVE', 'DRAFT', 'ARCHIVED', 'DRAFT', 'LIVE']) {
      expect((await organiser.call('PUT', `/events/${eventId}/status`, { status })).body.data.status).toBe(
        status,
      )
      const shown = await anyone('GET', `/public/events/${eventId}`)
      expect(shown.status).toBe(status === 'LIVE' ? 200 : 404)
      expect((await organiser.call('GET', `/public/events/${eventId}`)).status).toBe(200)
    }
  })

  it('becomes archived with the organizer, without a webhook', async () => {
    const { eventId, organizerId: own } = await makeEvent(organiser)
    await organiser.call('PUT', `/organizers/${own}/status`, { status: 'ARCHIVED' })
    expect((await organiser.call('GET', `/events/${eventId}`)).body.data.status).toBe('ARCHIVED')
  })

  it('is a 404 after the event is deleted', async () => {
    const { eventId } = await makeEvent(organiser)
    expect((await organiser.call('DELETE', `/events/${eventId}`)).status).toBe(204)
    for (const path of [`/events/${eventId}`, `/public/events/${eventId}`, `/events/${eventId}/settings`])
      expect((await organiser.call('GET', path)).status).toBe(404)
    expect((await organiser.call('DELETE', `/events/${eventId}`)).status).toBe(404)
    expect((await anyone('POST', `/public/events/${eventId}/order`, { products: [] })).status).toBe(404)
  })
})
