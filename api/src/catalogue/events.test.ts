import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  EVENT,
  type TestUser,
  startWorld,
  statusMessage,
  type TestApi,
  type TestWorld,
} from '../../test-support/api.ts'

const JUNE_8 = { startDate: '2030-06-08T18:00:00.000Z', endDate: null }

describe('events', () => {
  let world: TestWorld
  let api: TestApi
  let owner: TestUser
  beforeAll(async () => {
    world = await startWorld()
    api = world.api
    owner = await api.person()
  })
  afterAll(() => world.end())

  const create = (user: TestUser, payload: object) =>
    api.as(user, { method: 'POST', url: '/api/events', payload })
  const patch = (user: TestUser, id: string, payload: object, headers: Record<string, string> = {}) =>
    api.as(user, { method: 'PATCH', url: `/api/events/${id}`, payload, headers })
  const read = (id: string, headers: Record<string, string> = {}) =>
    api.app.inject({ url: `/api/events/${id}`, headers })

  describe('created', () => {
    it('returns every given field and both sets of ticketing fields', async () => {
      const said = {
        ...EVENT,
        venue: { name: 'Vondelpark', address_line_1: 'Vondelpark 1', city: 'Amsterdam', country: 'NL' },
        imageUrl: 'https://images.example/park.jpg',
        imageAlt: null,
        category: 'MUSIC',
        currency: 'USD',
        contactData: { email: 'hi@example.com', phone: '+31 20 123', website: 'https://jazz.example' },
      }
      const answer = await create(owner, said)
      const event = answer.json()
      expect(answer.statusCode).toBe(201)
      expect(answer.headers['location']).toBe(`/api/events/${event.id}`)
      expect(event).toEqual({
        ...said,
        id: expect.stringMatching(/^\d+$/),
        accountId: owner.accountId,
        accountName: "Ada Lovelace's events",
        updatedAt: expect.stringMatching(/^\d{4}-.*Z$/),
        detailsVersion: 1,
        ticketing_enabled: false,
        ticketing_status: 'none',
        ticketing_phase: 'none',
        ticketing_version: 0,
        hi_events_event_id: null,
        hi_events_event_url: null,
        widget_url: null,
      })
      expect((await read(event.id)).json()).toEqual(event)
    })

    it('requires only a title, a start and a timezone', async () => {
      const { title, startDate, timezone } = EVENT
      const event = (await create(owner, { title, startDate, timezone })).json()
      expect(event).toMatchObject({
        description: '',
        endDate: null,
        venue: null,
        category: 'OTHER',
        currency: 'EUR',
      })
    })

    it('keeps further dates as instants in UTC, and says none of an event of one date', async () => {
      const furtherDates = [
        { startDate: '2030-06-08T20:00:00+02:00', endDate: '2030-06-08T23:00:00+02:00' },
        { startDate: '2030-06-15T18:00:00Z', endDate: null },
      ]
      const { id } = (await create(owner, { ...EVENT, furtherDates })).json()
      const stored = [
        { startDate: '2030-06-08T18:00:00.000Z', endDate: '2030-06-08T21:00:00.000Z' },
        { startDate: '2030-06-15T18:00:00.000Z', endDate: null },
      ]
      expect((await read(id)).json().furtherDates).toEqual(stored)
      expect((await patch(owner, id, { title: 'Another title' })).json().furtherDates).toEqual(stored)
      expect((await patch(owner, id, { furtherDates: [] })).json()).not.toHaveProperty('furtherDates')
    })

    it('creates an event in the default or the requested account, with permission', async () => {
      const [other, stranger, viewer] = [await api.person(), await api.person(), await api.person()]
      await api.join(owner, other.accountId, 'editor')
      await api.join(viewer, owner.accountId, 'viewer')
      const on = { ...EVENT, account_id: other.accountId }
      expect((await create(owner, EVENT)).json().accountId).toBe(owner.accountId)
      expect((await create(owner, on)).json().accountId).toBe(other.accountId)
      expect((await create(stranger, on)).json().code).toBe('NOT_A_MEMBER')
      const asViewer = await create(viewer, { ...EVENT, account_id: owner.accountId })
      expect([asViewer.statusCode, asViewer.json().code]).toEqual([403, 'PERMISSION_DENIED'])
    })

    it.each([
      [
        'ends before it starts',
        { endDate: '2030-06-01T17:00:00Z' },
        'endDate',
        'The event has to end after it starts',
      ],
      ['ends as it starts', { endDate: EVENT.startDate }, 'endDate', 'The event has to end after it starts'],
      ['is in an unknown timezone', { timezone: 'Mars/Olympus' }, 'timezone', /IANA/],
      ['has an offset as its timezone', { timezone: '+02:00' }, 'timezone', /IANA/],
      ['starts in the year 0', { startDate: '0000-01-01T00:00:00Z' }, 'startDate', /between/],
      [
        'starts at a leap second',
        { startDate: '2016-12-31T23:59:60Z', endDate: null },
        'startDate',
        /between/,
      ],
      [
        'has a further date before its first',
        { furtherDates: [{ startDate: '2030-05-01T18:00:00Z', endDate: null }] },
        'furtherDates.0.startDate',
        /after the one before/,
      ],
      [
        'has the same date twice',
        { furtherDates: [JUNE_8, JUNE_8] },
        'furtherDates.1.startDate',
        /after the one before/,
      ],
      [
        'has a further date that ends before it starts',
        { furtherDates: [{ ...JUNE_8, endDate: EVENT.endDate }] },
        'furtherDates.0.endDate',
        /end after it starts/,
      ],
      [
        'has a further date in the year 9999',
        { furtherDates: [{ startDate: '9999-01-01T00:00:00Z', endDate: null }] },
        'furtherDates.0.startDate',
        /between/,
      ],
      ['has a title of blanks', { title: '   ' }, 'title', /title/],
    ])('explains why it refuses an event that %s', async (_case, change, field, message) => {
      const answer = await create(owner, { ...EVENT, ...change })
      expect([answer.statusCode, answer.json().code]).toEqual([422, 'BUSINESS_RULE'])
      expect(answer.json().message).toMatch(message)
      expect(answer.json().origin.details[0].field).toBe(field)
    })

    it.each([
      ['an unknown field', { status: 'active' }, 'status'],
      ['a ticketing status', { ticketing_status: 'active' }, 'ticketing_status'],
      [
        'contact fields that only webhooks set',
        { contactData: { hiEventsStatus: 'LIVE' } },
        'contactData.hiEventsStatus',
      ],
      ['an image that is a script', { imageUrl: 'javascript:alert(1)' }, 'imageUrl'],
      ['a country in words', { venue: { name: 'x', country: 'Netherlands' } }, 'venue.country'],
      ['a title too long', { title: 'x'.repeat(151) }, 'title'],
      ['a start that is a number', { startDate: 5 }, 'startDate'],
    ])('refuses an event with %s', async (_case, change, field) => {
      const answer = await create(owner, { ...EVENT, ...change })
      expect([answer.statusCode, answer.json().origin.details[0].field]).toEqual([400, field])
    })

    it('corrects the case of the timezone', async () => {
      expect((await create(owner, { ...EVENT, timezone: 'europe/amsterdam' })).json().timezone).toBe(
        'Europe/Amsterdam',
      )
      expect((await create(owner, { ...EVENT, timezone: 'UTC' })).json().timezone).toBe('UTC')
    })
  })

  describe('changed', () => {
    it('changes the given fields and keeps the others', async () => {
      const event = await api.event(owner, {
        venue: { name: 'Here' },
        contactData: { email: 'a@example.com' },
      })
      const answer = await patch(owner, event.id, { title: 'New', venue: null, contactData: { phone: '1' } })
      expect(answer.statusCode).toBe(200)
      expect(answer.json()).toEqual({
        ...event,
        title: 'New',
        venue: null,
        contactData: { email: 'a@example.com', phone: '1' },
        detailsVersion: 2,
        ticketing_version: 1,
        updatedAt: expect.any(String),
      })
      expect(answer.json().updatedAt > event.updatedAt).toBe(true)
    })

    it('keeps the ticketing of a changed event', async () => {
      const event = await api.event(owner)
      await api.webhook(statusMessage(event.id, 77, 'LIVE'))
      const answer = await patch(owner, event.id, {
        title: 'On sale',
        contactData: { email: 'b@example.com' },
      })
      expect(answer.json()).toMatchObject({
        ticketing_status: 'active',
        ticketing_version: 2,
        contactData: { hiEventsEventId: 77, hiEventsStatus: 'LIVE', email: 'b@example.com' },
      })
    })

    it('checks the changed event as a whole', async () => {
      const event = await api.event(owner)
      expect((await patch(owner, event.id, { startDate: '2031-01-01T00:00:00Z' })).json().code).toBe(
        'BUSINESS_RULE',
      )
      const both = { startDate: '2031-01-01T00:00:00Z', endDate: null }
      expect((await patch(owner, event.id, both)).json().endDate).toBeNull()
    })

    it('lets only members with permission change an event', async () => {
      const event = await api.event(owner)
      const [stranger, viewer, editor] = [await api.person(), await api.person(), await api.person()]
      await api.join(viewer, owner.accountId, 'viewer')
      await api.join(editor, owner.accountId, 'editor')
      const title = { title: 'x' }
      expect((await patch(stranger, event.id, title)).json().code).toBe('NOT_A_MEMBER')
      expect((await patch(viewer, event.id, title)).json().code).toBe('PERMISSION_DENIED')
      expect((await patch(editor, event.id, title)).statusCode).toBe(200)
      expect((await patch(owner, '999999999', title)).json().code).toBe('EVENT_NOT_FOUND')
      expect((await patch(owner, event.id, {})).json().code).toBe('VALIDATION_ERROR')
    })

    it('takes a change with If-Match when only the ticketing has changed since', async () => {
      const event = await api.event(owner)
      const etag = (await read(event.id)).headers['etag'] ?? ''
      await api.webhook(statusMessage(event.id, 8_301, 'LIVE'))
      expect((await read(event.id)).headers['etag']).not.toBe(etag)
      const change = await patch(
        owner,
        event.id,
        { title: 'While tickets went on sale' },
        { 'if-match': etag },
      )
      expect(change.statusCode).toBe(200)
      const late = await patch(owner, event.id, { title: 'Too late' }, { 'if-match': etag })
      expect(late.statusCode).toBe(412)
    })

    it('refuses a change with If-Match when the event has changed since', async () => {
      const event = await api.event(owner)
      const etag = (await read(event.id)).headers['etag'] ?? ''
      const first = await patch(owner, event.id, { title: 'First' }, { 'if-match': etag })
      const second = await patch(owner, event.id, { title: 'Second' }, { 'if-match': etag })
      expect([first.statusCode, second.statusCode, second.json().code]).toEqual([
        200,
        412,
        'PRECONDITION_FAILED',
      ])
      const third = await patch(
        owner,
        event.id,
        { title: 'Third' },
        { 'if-match': first.headers['etag'] ?? '' },
      )
      expect(third.json().title).toBe('Third')
      expect((await patch(owner, event.id, { title: 'Any' }, { 'if-match': '*' })).statusCode).toBe(200)
    })

    it('loses no change when several are made at once', async () => {
      const event = await api.event(owner)
      const fields = [{ title: 'T' }, { description: 'D' }, { category: 'ART' }, { currency: 'GBP' }]
      const answers = await Promise.all(fields.map((each) => patch(owner, event.id, each)))
      expect(answers.map((each) => each.statusCode)).toEqual([200, 200, 200, 200])
      expect((await read(event.id)).json()).toMatchObject(Object.assign({}, ...fields))
    })
  })

  describe('read', () => {
    it('answers 304 while nothing has changed', async () => {
      const event = await api.event(owner)
      const first = await read(event.id)
      const etag = first.headers['etag'] ?? ''
      expect(first.headers['cache-control']).toBe('public, max-age=0, s-maxage=2, must-revalidate')
      const again = await read(event.id, { 'if-none-match': etag })
      expect([again.statusCode, again.body, again.headers['etag']]).toEqual([304, '', etag])
      await api.webhook(statusMessage(event.id, 88, 'LIVE'))
      expect((await read(event.id, { 'if-none-match': etag })).statusCode).toBe(200)
    })

    it.each(['0', '-1', 'abc', '1e3', '9999999999999999999', '1%00', '..%2f1'])(
      'finds no event with the id %s',
      async (id) => {
        const answer = await api.app.inject(`/api/events/${id}`)
        expect([400, 404]).toContain(answer.statusCode)
        expect(answer.json().code).toMatch(/VALIDATION_ERROR|NOT_FOUND/)
      },
    )
  })

  describe('listed', () => {
    let lister: TestUser
    const ids: string[] = []
    beforeAll(async () => {
      lister = await api.person()
      const starts = ['2031-01-03', '2031-01-01', '2031-01-02', '2031-01-02', '2020-05-01', '2020-05-02']
      for (const [at, day] of starts.entries()) {
        const dates = { startDate: `${day}T10:00:00Z`, endDate: `${day}T12:00:00Z` }
        ids.push((await api.event(lister, { ...dates, title: `Show ${at} 100%` })).id)
      }
    })
    const list = async (query: string) =>
      (await api.app.inject(`/api/events?account_id=${lister.accountId}${query}`)).json()
    const at = (...places: number[]) => places.map((place) => ids[place])
    const idsOf = (page: { events: { id: string }[] }) => page.events.map((each) => each.id)

    it('lists an event by the next of its further dates', async () => {
      const past = { startDate: '2020-05-03T10:00:00Z', endDate: '2020-05-03T12:00:00Z' }
      const other = await api.person()
      const furtherDates = [JUNE_8, { ...JUNE_8, startDate: '2030-06-09T18:00:00.000Z' }]
      const { id } = await api.event(other, { ...past, furtherDates })
      const { events } = (await api.app.inject(`/api/events?account_id=${other.accountId}`)).json()
      expect(events.map((each: { id: string }) => each.id)).toEqual([id])
    })

    it('lists upcoming events, the soonest first', async () => {
      expect(idsOf(await list(''))).toEqual(at(1, 2, 3, 0))
    })

    it('lists past events, the latest first', async () => {
      expect(idsOf(await list('&when=past'))).toEqual(at(5, 4))
      expect(idsOf(await list('&when=all'))).toEqual(at(4, 5, 1, 2, 3, 0))
    })

    it('lists each event once across pages', async () => {
      const seen: string[] = []
      let cursor = ''
      for (let pages = 0; pages < 10; pages++) {
        const page = await list(`&limit=2&when=all${cursor}`)
        seen.push(...idsOf(page))
        if (page.next_cursor === null) break
        cursor = `&cursor=${encodeURIComponent(page.next_cursor)}`
      }
      expect(seen).toEqual(at(4, 5, 1, 2, 3, 0))
    })

    it('searches titles for literal text', async () => {
      expect(idsOf(await list('&q=show%202'))).toEqual(at(2))
      expect(idsOf(await list('&q=100%25'))).toHaveLength(4)
      expect(idsOf(await list('&q=_'))).toHaveLength(0)
      expect(idsOf(await list("&q='%20or%201=1"))).toHaveLength(0)
    })

    it('answers 304 while nothing has changed', async () => {
      const url = `/api/events?account_id=${lister.accountId}`
      const etag = (await api.app.inject(url)).headers['etag'] ?? ''
      expect((await api.app.inject({ url, headers: { 'if-none-match': etag } })).statusCode).toBe(304)
    })

    it.each([
      'limit=0',
      'limit=101',
      'limit=x',
      'when=never',
      'cursor=zzzz',
      'cursor=MTow',
      'page=2',
      'q=%00',
      'account_id=-1',
    ])('refuses %s', async (query) => {
      const answer = await api.app.inject(`/api/events?${query}`)
      expect([answer.statusCode, answer.json().code]).toEqual([400, 'VALIDATION_ERROR'])
    })
  })
})
