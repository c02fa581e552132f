import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { eventOf } from '../../test-support/fake-tuvens-api.ts'
import type { FakeEvent } from '../../test-support/fake-shop.ts'
import { type Harness, startHarness, until } from '../../test-support/harness.ts'
import { Visitor } from '../../test-support/visitor.ts'
import { listLinkStatuses } from '../status/store.ts'

let test: Harness
let next = 5000
let shift = 0
let event: FakeEvent
let id: string
beforeAll(async () => {
  test = await startHarness({
    withLoops: true,
    env: { SWEEP_STEADY_MS: '3000' },
    overrides: { clock: { now: () => Date.now() + shift } },
  })
  test.hiEvents.isSilent = true
})
afterAll(() => test.stop())
beforeEach(async () => {
  test.hiEvents.faults.length = 0
  shift = 0
  id = String(next++)
  await land()
  event = test.hiEvents.world.events.at(-1) as FakeEvent
  await untilReported('DRAFT')
})

/** *Enable ticketing* on Tuvens, which knows the event that is linked. */
async function land(linked: number | null = null) {
  const known = eventOf(id, { hi_events_event_id: linked, ticketing_enabled: linked !== null })
  return new Visitor(test).land({ session_token: test.api.issueToken({ event: known }) })
}
const messages = () => test.api.statuses.filter((each) => each.payload.tuvens_event_id === id)
/** The source statuses, each once however often it is reported in turn: prices follow the first report of a live event. */
const reported = () =>
  messages()
    .map((each) => each.payload.status)
    .filter((status, place, all) => status !== all[place - 1])
const untilReported = (status: string) =>
  until(() => reported().at(-1) === status, `${status}, not ${reported().join()}`)
const last = () => test.hiEvents.world.events.at(-1) as FakeEvent
const carriers = () =>
  test.hiEvents.world.events.filter((each) => each.attributes.some(({ value }) => value === id))
const linkRow = async () =>
  (await test.database.db`select * from link_statuses where tuvens_event_id = ${id}`)[0]
const copies = () =>
  test.database.db`select hi_event_id, title from copies where tuvens_event_id = ${id} order by 1`
const remove = (gone: FakeEvent) => {
  const { world } = test.hiEvents
  world.events = world.events.filter((each) => each !== gone)
}
const duplicate = (title: string) => {
  const { world } = test.hiEvents
  const made = { ...event, id: world.nextId++, title, status: 'LIVE' }
  world.events.push(made)
  return made
}
/** Two sweeps later, what one of them could have done is done. */
async function swept() {
  const before = test.hiEvents.count('GET /api/events')
  await until(() => test.hiEvents.count('GET /api/events') > before + 2, 'two sweeps')
}

describe('an event that was deleted upstream', () => {
  it('is reported as CANCELLED and its link is marked missing', async () => {
    remove(event)
    await untilReported('CANCELLED')
    expect((await linkRow())?.['missing_at']).not.toBeNull()
  })

  it('is replaced when ticketing is enabled again, and reports follow the new event', async () => {
    remove(event)
    await untilReported('CANCELLED')
    const { body } = await land(event.id)
    const made = last()
    expect(body['next']).toBe(`/manage/event/${made.id}/getting-started`)
    expect(test.api.links.get(id)).toMatchObject({ hi_events_event_id: made.id })
    await untilReported('DRAFT')
    made.status = 'LIVE'
    await untilReported('LIVE')
    expect(messages().at(-1)?.payload.id).toBe(made.id)
    expect(await linkRow()).toMatchObject({ hi_event_id: String(made.id), missing_at: null })
    const times = messages().map((each) => Date.parse(each.event_sent_at))
    expect(times).toEqual([...new Set(times)].sort((a, b) => a - b))
  })

  it.each(['POST /api/events', /^PUT /])(
    'is replaced by only one event although the response to %s is lost',
    async (match) => {
      remove(event)
      await untilReported('CANCELLED')
      const server = match === 'POST /api/events' ? test.hiEvents : test.api
      server.faults.push({ match, kind: 'lost', times: 3 })
      await land(event.id)
      server.faults.length = 0
      await land(event.id)
      expect(carriers()).toHaveLength(1)
      expect(test.api.links.get(id)).toMatchObject({ hi_events_event_id: last().id })
    },
  )

  it('is not replaced by its copy, which is still shown as a copy', async () => {
    const copy = duplicate('The copy')
    await until(async () => (await copies()).length === 1, 'the copy')
    remove(event)
    await untilReported('CANCELLED')
    await land(event.id)
    const made = last()
    expect(made.id).not.toBe(copy.id)
    expect(test.api.links.get(id)).toMatchObject({ hi_events_event_id: made.id })
    await untilReported('DRAFT')
    await swept()
    expect(await copies()).toEqual([{ hi_event_id: String(copy.id), title: 'The copy' }])
    expect(reported().at(-1)).toBe('DRAFT')
  })

  it('that exists again is reported again', async () => {
    remove(event)
    await untilReported('CANCELLED')
    event.status = 'LIVE'
    test.hiEvents.world.events.push(event)
    await untilReported('LIVE')
    expect((await linkRow())?.['missing_at']).toBeNull()
  })

  it('that exists again after it was replaced is shown as a copy', async () => {
    remove(event)
    await untilReported('CANCELLED')
    await land(event.id)
    const made = last()
    event.status = 'LIVE'
    test.hiEvents.world.events.push(event)
    await until(async () => (await copies()).length === 1, 'the copy')
    expect(test.api.links.get(id)).toMatchObject({ hi_events_event_id: made.id })
    expect(reported().at(-1)).toBe('DRAFT')
  })

  it('that exists again is found by the next landing', async () => {
    remove(event)
    await untilReported('CANCELLED')
    test.hiEvents.world.events.push(event)
    const { body } = await land(event.id)
    expect(body['next']).toBe(`/manage/event/${event.id}`)
    await untilReported('DRAFT')
  })
})

describe('a copy of a linked event', () => {
  it('sends no report, and is stored with its title until it is deleted', async () => {
    const copy = duplicate('Next year')
    await until(async () => (await copies()).length === 1, 'the copy')
    expect(await copies()).toEqual([{ hi_event_id: String(copy.id), title: 'Next year' }])
    copy.title = 'In two years'
    await until(async () => (await copies())[0]?.['title'] === 'In two years', 'its new title')
    expect(reported()).toEqual(['DRAFT'])
    remove(copy)
    await until(async () => (await copies()).length === 0, 'no copy')
  })
})

describe('an end of an event that is moved', () => {
  const soon = (ms: number) => new Date(Date.now() + ms).toISOString()

  it('to a later time does not end the event at the old time', async () => {
    event.status = 'LIVE'
    event.end_date = soon(3_600_000)
    await untilReported('LIVE')
    await test.database.db`
      update link_statuses set end_date = now() - interval '1 second' where tuvens_event_id = ${id}`
    await until(async () => (await linkRow())?.['end_date'] > new Date(), 'the end to be read again')
    expect(reported()).toEqual(['DRAFT', 'LIVE'])
  })

  it('to an earlier time ends the event at the new time', async () => {
    event.status = 'LIVE'
    event.end_date = soon(600_000)
    await untilReported('LIVE')
    event.end_date = soon(1_500)
    await untilReported('ENDED')
    expect(Date.now()).toBeGreaterThanOrEqual(Date.parse(event.end_date))
  })

  it('into the past ends the event, and into the future again makes it LIVE', async () => {
    event.status = 'LIVE'
    await untilReported('LIVE')
    event.end_date = '2020-01-01T00:00:00.000000Z'
    await untilReported('ENDED')
    event.end_date = soon(600_000)
    await untilReported('LIVE')
  })

  it('and then removed never ends the event', async () => {
    event.status = 'LIVE'
    event.end_date = soon(600_000)
    await untilReported('LIVE')
    event.end_date = null
    await until(async () => (await linkRow())?.['end_date'] === null, 'no end')
    await swept()
    expect(reported()).toEqual(['DRAFT', 'LIVE'])
  })
})

describe('the times of status reports', () => {
  it('rise and stay in the present when clocks are set forth and back, also on another node', async () => {
    for (const [back, status, expected] of [
      [3_600_000, 'LIVE', 'LIVE'],
      [-3_600_000, 'DRAFT', 'DRAFT'],
      [-7_200_000, 'LIVE', 'LIVE'],
      [0, 'ARCHIVED', 'CANCELLED'],
    ] as const) {
      shift = back
      if (status === 'LIVE') await test.restart()
      event.status = status
      await untilReported(expected)
    }
    const times = messages().map((each) => Date.parse(each.event_sent_at))
    expect(reported()).toEqual(['DRAFT', 'LIVE', 'DRAFT', 'LIVE', 'CANCELLED'])
    expect(times).toEqual([...new Set(times)].sort((a, b) => a - b))
    expect(Math.max(...times)).toBeLessThan(Date.now() + 30_000)
  })
})

describe('an account with more events than one page', () => {
  it('is swept by one list call except in the rare full sweep, and loses no event', async () => {
    const { world } = test.hiEvents
    for (let more = 0; more < 120; more++) world.events.push({ ...event, id: world.nextId++, attributes: [] })
    await swept()
    expect(
      (await listLinkStatuses(test.database.db, 7)).find((each) => each.eventId === id)?.missingAt,
    ).toBeNull()
    const from = test.hiEvents.seen.length
    const pages = () =>
      test.hiEvents.seen
        .slice(from)
        .filter((each) => each.path === '/api/events')
        .map((each) => Number(each.query.get('page')))
    await until(() => pages().filter((each) => each === 1).length >= 6, 'six sweeps')
    expect(pages().filter((each) => each !== 1).length).toBeLessThan(5)
    remove(event)
    await untilReported('CANCELLED')
    world.events = world.events.filter((each) => each.attributes.length > 0)
  })
})
