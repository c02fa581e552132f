import type { Sql } from '@tuvens/platform/db/db'
import postgres from 'postgres'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startWorld, type TestApi, type TestUser, type TestWorld } from '../../test-support/api.ts'
import { type EventListFilter, listEvents } from './list-store.ts'

const RIJKSMUSEUM = { name: 'Rijksmuseum', city: 'Amsterdam' }
const TONHALLE = { name: 'Tonhalle', city: 'Zürich' }

describe('browsing events', () => {
  let world: TestWorld
  let api: TestApi
  let one: TestUser
  let other: TestUser
  const idOf = new Map<string, string>()
  const add = async (user: TestUser, title: string, fields: object) =>
    idOf.set(title, (await api.event(user, { title, endDate: null, ...fields })).id)

  beforeAll(async () => {
    world = await startWorld()
    api = world.api
    one = await api.person('Ada')
    other = await api.person('Bob')
    await add(one, 'Long show', {
      startDate: '2020-01-01T10:00:00Z',
      endDate: '2035-01-01T10:00:00Z',
      category: 'ART',
      venue: RIJKSMUSEUM,
    })
    await add(one, 'Café jazz', { startDate: '2031-03-01T19:00:00Z', category: 'MUSIC', venue: RIJKSMUSEUM })
    await add(other, 'Orgel', { startDate: '2031-03-02T19:00:00Z', category: 'MUSIC', venue: TONHALLE })
    await add(other, 'Course', {
      startDate: '2031-02-01T09:00:00Z',
      endDate: '2031-02-01T11:00:00Z',
      furtherDates: [
        { startDate: '2031-03-02T09:00:00.000Z', endDate: null },
        { startDate: '2031-04-01T09:00:00.000Z', endDate: null },
      ],
      category: 'WORKSHOP',
      venue: TONHALLE,
    })
    await add(other, 'Gone', { startDate: '2020-05-01T19:00:00Z', category: 'MUSIC', venue: TONHALLE })
  })
  afterAll(() => world.end())

  type Page = { events: { title: string }[]; next_cursor: string | null }
  const page = async (query: string) => (await api.app.inject(`/api/events?${query}`)).json<Page>()
  const titles = async (query: string) => (await page(query)).events.map((each) => each.title)
  const price = (title: string, least: string) =>
    api.context
      .db`update events set ticket_prices = ${api.context.db.json({ currency: 'EUR', least, most: least })} where id = ${idOf.get(title) ?? ''}`

  it('lists events that run before those that will begin', async () => {
    expect(await titles('')).toEqual(['Long show', 'Course', 'Café jazz', 'Orgel'])
  })

  it('lists the events with a date in a time, also when it is not their next date', async () => {
    const march = 'from=2031-03-01T00:00:00Z&to=2031-03-02T12:00:00Z'
    expect(await titles(march)).toEqual(['Long show', 'Course', 'Café jazz'])
    expect(await titles('from=2031-02-10T00:00:00Z&to=2031-02-20T00:00:00Z')).toEqual(['Long show'])
    expect(await titles('from=2031-03-20T00:00:00Z')).toEqual(['Long show', 'Course'])
    expect(await titles('to=2031-02-20T00:00:00Z')).toEqual(['Long show', 'Course'])
    expect(await titles('when=past&from=2020-04-01T00:00:00Z&to=2020-06-01T00:00:00Z')).toEqual(['Gone'])
    expect(await titles('when=past&to=2020-04-01T00:00:00Z')).toEqual([])
  })

  it('lists each event of a time once across pages', async () => {
    const seen: string[] = []
    for (let cursor = ''; ; ) {
      const { events, next_cursor: next } = await page(`limit=1&from=2031-03-01T00:00:00Z${cursor}`)
      seen.push(...events.map((each) => each.title))
      if (next === null) break
      cursor = `&cursor=${next}`
    }
    expect(seen).toEqual(['Long show', 'Course', 'Café jazz', 'Orgel'])
  })

  it('finds beginnings of words in titles, places and categories, without regard to accents', async () => {
    expect(await titles('q=cafe')).toEqual(['Café jazz'])
    expect(await titles('q=zuri%20org')).toEqual(['Orgel'])
    expect(await titles('q=RIJKS')).toEqual(['Long show', 'Café jazz'])
    expect(await titles('q=music')).toEqual(['Café jazz', 'Orgel'])
    expect(await titles('q=azz')).toEqual([])
    expect(await titles(`q=${encodeURIComponent("a:*|b & !(c) <-> 'd\\")}`)).toEqual([])
  })

  it('combines city, category, organiser and search', async () => {
    expect(await titles('city=zurich')).toEqual(['Course', 'Orgel'])
    expect(await titles('city=Z%C3%BCrich&category=MUSIC')).toEqual(['Orgel'])
    expect(await titles(`category=MUSIC&account_id=${one.accountId}`)).toEqual(['Café jazz'])
    expect(await titles('city=Amsterdam&q=jazz')).toEqual(['Café jazz'])
    expect(await titles('city=nowhere')).toEqual([])
  })

  it('tells free from paid by the prices that the ticket system reported', async () => {
    await price('Orgel', '0.00')
    await price('Café jazz', '12.50')
    expect(await titles('price=free')).toEqual(['Orgel'])
    expect(await titles('price=paid')).toEqual(['Café jazz'])
  })

  it.each(['from=yesterday', 'to=2031-02-30', 'category=PARTY', 'price=cheap', 'from=2016-12-31T23:59:60Z'])(
    'refuses %s',
    async (query) => {
      const answer = await api.app.inject(`/api/events?${query}`)
      expect([answer.statusCode, answer.json().code]).toEqual([400, 'VALIDATION_ERROR'])
    },
  )

  it('lists the cities of events to come, those with most of them first', async () => {
    const { cities } = (await api.app.inject('/api/events/cities')).json()
    expect(cities).toEqual([
      { name: 'Zürich', events: 2 },
      { name: 'Amsterdam', events: 1 },
    ])
  })

  it('relates events of the same organiser first, then of the same city and category', async () => {
    const related = async (title: string) => {
      const { events } = (await api.app.inject(`/api/events/${idOf.get(title) ?? ''}/related`)).json<Page>()
      return events.map((each) => each.title)
    }
    expect(await related('Orgel')).toEqual(['Course', 'Café jazz'])
    expect(await related('Café jazz')).toEqual(['Orgel'])
    expect((await api.app.inject('/api/events/999999/related')).json()).toEqual({ events: [] })
  })

  it('indexes every event, in pages that do not move', async () => {
    const read = async (query: string) => (await api.app.inject(`/api/events/index${query}`)).json()
    expect(await read('')).toEqual({ pages: 1, events: [] })
    const { events } = await read('?page=1')
    expect(events.map(({ id }: { id: string }) => id)).toEqual([...idOf.values()])
    expect(events[0]).toMatchObject({ accountId: one.accountId })
    expect(await read('?page=2')).toEqual({ pages: 1, events: [] })
  })

  it('shows the name of an organiser who has events, and of nobody else', async () => {
    const read = (id: number) => api.app.inject(`/api/organisers/${id}`)
    expect((await read(one.accountId)).json()).toEqual({ account_id: one.accountId, name: "Ada's events" })
    const silent = await api.person('Carl')
    expect((await read(silent.accountId)).json().code).toBe('ORGANISER_NOT_FOUND')
    expect((await read(999_999)).json().code).toBe('ORGANISER_NOT_FOUND')
  })

  it('reads no more rows than a page needs, at many events', async () => {
    const { db } = api.context
    await db`
      insert into events (account_id, title, start_date, timezone, category, venue, next_start, next_end, last_end)
      select ${other.accountId}, 'Show ' || n, now() + (n - 15000) * interval '1 hour', 'UTC',
        (array['MUSIC', 'ART', 'TECH', 'SPORTS'])[n % 4 + 1], jsonb_build_object('name', 'Hall', 'city', 'City ' || n % 50),
        now(), now(), now()
      from generate_series(1, 30000) n`
    await db`analyze events`
    const now = Date.now()
    const any = {
      accountId: null,
      search: null,
      city: null,
      category: null,
      price: null,
      from: null,
      to: null,
    }
    const first = { ...any, when: 'upcoming', after: null, limit: 25 } as const
    const DAY_MS = 86_400_000
    const days = { from: new Date(now + 100 * DAY_MS), to: new Date(now + 101 * DAY_MS) }
    const filters: [string, Partial<EventListFilter>][] = [
      ['first page', {}],
      ['later page', { after: { nextStart: new Date(now + 200 * 86_400_000), id: '1' } }],
      ['past', { when: 'past' }],
      ['a day', days],
      [
        'a day in the past',
        { when: 'past', from: new Date(now - 100 * DAY_MS), to: new Date(now - 99 * DAY_MS) },
      ],
      ['the past after a time to come', { when: 'past', from: new Date(now + 900 * DAY_MS) }],
      ['a city', { city: 'city 7' }],
      ['a category', { category: 'TECH' }],
      ['an organiser', { accountId: other.accountId }],
      ['a word', { search: 'show 299' }],
      ['free', { price: 'free' }],
    ]
    for (const [name, filter] of filters) {
      const read = await rowsRead(world.database.url, (sql) => listEvents(sql, { ...first, ...filter }))
      expect([name, read <= 600], `${name}: ${read}`).toEqual([name, true])
    }
  })
})

type Plan = {
  'Relation Name'?: string
  'Actual Rows': number
  'Rows Removed by Filter'?: number
  'Actual Loops': number
  Plans?: Plan[]
}

/** How many rows of `events` the statement looks at. */
async function rowsRead(url: string, run: (sql: Sql) => Promise<unknown>): Promise<number> {
  const seen: { query: string; parameters: unknown[] }[] = []
  const sql = postgres(url, {
    max: 1,
    fetch_types: false,
    debug: (_connection, query, parameters) => seen.push({ query, parameters }),
  })
  await run(sql)
  const [statement] = seen.filter(({ query }) => query.includes('from events'))
  if (statement === undefined) throw new TypeError('no statement was seen')
  const { query, parameters } = statement
  const [row] = await sql.unsafe<{ 'QUERY PLAN': [{ Plan: Plan }] }[]>(
    `explain (analyze, format json) ${query}`,
    parameters as string[],
  )
  await sql.end()
  const count = (plan: Plan): number =>
    (plan['Relation Name'] === 'events'
      ? (plan['Actual Rows'] + (plan['Rows Removed by Filter'] ?? 0)) * plan['Actual Loops']
      : 0) + (plan.Plans ?? []).reduce((sum, each) => sum + count(each), 0)
  return row === undefined ? Number.NaN : count(row['QUERY PLAN'][0].Plan)
}
