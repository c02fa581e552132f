import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { type TestUser, startWorld, statusMessage, TestApi, type TestWorld } from '../../test-support/api.ts'
import { StreamReader } from '../../test-support/stream.ts'

let nextId = 1

describe('the stream (A10)', () => {
  let world: TestWorld
  let api: TestApi
  let base: string
  let owner: TestUser
  const readers: StreamReader[] = []
  beforeAll(async () => {
    world = await startWorld()
    api = world.api
    base = await api.listen()
    owner = await api.person()
  })
  afterEach(() => readers.splice(0).forEach((reader) => reader.close()))
  afterAll(() => world.end())

  const open = async (query: string, headers: Record<string, string> = {}, node = base) => {
    const reader = await StreamReader.open(`${node}/api/events/updates${query}`, headers)
    readers.push(reader)
    return reader
  }
  const say = async (event: { id: string }, hiEventsId: number, word: string) => {
    const answer = await api.webhook(statusMessage(event.id, hiEventsId, word))
    expect(answer.statusCode).toBe(200)
  }
  const fresh = async () => ({ event: await api.event(owner), id: nextId++ })
  const versions = (reader: StreamReader) => reader.changes.map((each) => each.version)

  it('sends the headers that browsers and proxies need', async () => {
    const reader = await open('?event_id=1', { origin: 'https://site.example' })
    expect(reader.status).toBe(200)
    expect(reader.headers).toMatchObject({
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
      'access-control-allow-origin': 'https://site.example',
      'access-control-allow-credentials': 'true',
      'x-content-type-options': 'nosniff',
    })
    await reader.until((each) => each.retry !== undefined)
    expect(reader.retry).toBeGreaterThanOrEqual(2000)
    expect(reader.retry).toBeLessThanOrEqual(5000)
  })

  it('listens for the signals of other nodes at the direct address of the database', async () => {
    const name = `direct-${process.pid}`
    const pooled = `${world.database.url}?prepare=false`
    const direct = `${world.database.url}?application_name=${name}`
    const node = await TestApi.start(pooled, { DATABASE_DIRECT_URL: direct })
    const queries = () =>
      world.database.db`select query from pg_stat_activity where application_name = ${name}`
    await expect.poll(queries, { timeout: 60_000 }).toEqual([{ query: 'listen ticketing_changed' }])
    await node.stop()
  })

  it('answers HEAD with the same headers, and ends', async () => {
    const answer = await fetch(`${base}/api/events/updates?event_id=1`, { method: 'HEAD' })
    expect([answer.status, answer.headers.get('content-type')]).toEqual([
      200,
      'text/event-stream; charset=utf-8',
    ])
    expect(await answer.text()).toBe('')
  })

  it.each(['lastEventId=x', '_=1', 'utm_source=x', 'evs_last_event_id=x', 'event_ids=7'])(
    'ignores the parameter %s',
    async (parameter) => {
      const { event } = await fresh()
      const reader = await open(`?event_id=${event.id}&${parameter}`)
      await reader.until((each) => each.changes.length === 1)
      expect(reader.messages).toHaveLength(1)
    },
  )

  it.each(['last_event_id=1:1&last_event_id=1:2', `last_event_id=${'1'.repeat(101)}`, 'last_event_id=x'])(
    'answers %s, a cursor that cannot be read, with a reset and a snapshot',
    async (parameter) => {
      const { event } = await fresh()
      const reader = await open(`?event_id=${event.id}&${parameter}`)
      await reader.until((each) => each.changes.length === 1)
      expect(reader.messages.map(({ data }) => data.type)).toEqual(['reset', 'ticketing_status_changed'])
    },
  )

  it('begins with one snapshot of each requested event', async () => {
    const [one, two] = [await fresh(), await fresh()]
    await say(two.event, two.id, 'LIVE')
    const reader = await open(`?event_id=${one.event.id}&event_id=${two.event.id}&event_id=${one.event.id}`)
    await reader.until((each) => each.messages.length >= 2)
    expect(reader.changes).toEqual([
      expect.objectContaining({
        eventId: one.event.id,
        status: 'none',
        phase: 'none',
        version: 0,
        widgetUrl: null,
      }),
      expect.objectContaining({
        type: 'ticketing_status_changed',
        eventId: two.event.id,
        status: 'active',
        phase: 'on_sale',
        version: 1,
        widgetUrl: `http://localhost:3002/embed/${two.id}`,
        eventUrl: `http://localhost:3002/event/${two.id}/jazz`,
      }),
    ])
  })

  it('delivers a change to every open page', async () => {
    const { event, id } = await fresh()
    const pages = await Promise.all(Array.from({ length: 20 }, () => open(`?event_id=${event.id}`)))
    await Promise.all(pages.map((page) => page.until((each) => each.messages.length === 1)))
    await say(event, id, 'LIVE')
    await Promise.all(pages.map((page) => page.until((each) => each.messages.length === 2)))
    expect(pages.map((page) => page.changes[1]?.status)).toEqual(Array(20).fill('active'))
  })

  describe('when thousands of changes are committed at once', () => {
    /** More than a socket buffers, plus the allowed lag. */
    const CHANGES = 6_000
    const burst = (eventId: string) => world.database.db`
      insert into ticketing_changes (event_id, version, status, phase, event_url)
      select ${eventId}, v, 'active', 'on_sale', ${`https://tickets.example/${'x'.repeat(3000)}`}
      from generate_series(1, ${CHANGES}) v`
    const inOrder = Array.from({ length: CHANGES }, (_, at) => at + 1)

    it('serves lagging readers at their own pace, completely and in order', async () => {
      const { event } = await fresh()
      const [quick, sleepy] = await Promise.all([
        open(`?event_id=${event.id}`),
        open(`?event_id=${event.id}`),
      ])
      await sleepy.until((each) => each.messages.length === 1)
      sleepy.pause()
      await burst(event.id)
      api.context.stream.wake()
      await quick.until((each) => each.messages.length > CHANGES, 15_000)
      sleepy.resume()
      await sleepy.until((each) => each.messages.length > CHANGES, 15_000)
      for (const page of [quick, sleepy]) {
        expect(versions(page).slice(1)).toEqual(inOrder)
        expect(page.isEnded).toBe(false)
      }
    })

    it('closes a reader that reads nothing, and resumes it from its cursor', async () => {
      const strict = await TestApi.start(world.database.url, { STREAM_DRAIN_MS: '300' })
      const node = await strict.listen()
      const { event } = await fresh()
      const asleep = await open(`?event_id=${event.id}`, {}, node)
      await asleep.until((each) => each.messages.length === 1)
      asleep.pause()
      await burst(event.id)
      await expect.poll(() => strict.context.stream.size(), { timeout: 10_000 }).toBe(0)
      // On another node, because the strict one could close this reader too.
      const again = await open(`?event_id=${event.id}`, { 'last-event-id': asleep.lastId ?? '' })
      await again.until((each) => each.messages.length >= CHANGES, 15_000)
      expect(versions(again)).toEqual(inOrder)
      await strict.stop()
    })
  })

  it('delivers only the requested events', async () => {
    const [mine, other] = [await fresh(), await fresh()]
    const reader = await open(`?event_id=${mine.event.id}`)
    await say(other.event, other.id, 'LIVE')
    await say(mine.event, mine.id, 'LIVE')
    await reader.until((each) => each.changes.some((change) => change.status === 'active'))
    expect(new Set(reader.changes.map((change) => change.eventId))).toEqual(new Set([mine.event.id]))
  })

  it('delivers every public event when none is requested', async () => {
    const [one, two] = [await fresh(), await fresh()]
    await say(one.event, one.id, 'LIVE')
    const reader = await open('')
    await reader.until((each) => each.changes.some((change) => change.eventId === one.event.id))
    await say(two.event, two.id, 'LIVE')
    await reader.until((each) => each.changes.some((change) => change.eventId === two.event.id))
  })

  it('delivers links and unlinks', async () => {
    const { event, id } = await fresh()
    const reader = await open(`?event_id=${event.id}`)
    await reader.until((each) => each.messages.length === 1)
    const payload = {
      session_token: await api.usedSession(owner, { event_id: event.id }),
      hi_events_event_id: id,
      event_url: `http://localhost:3002/event/${id}/x`,
      widget_url: `http://localhost:3002/embed/${id}`,
      manage_url: `http://localhost:3002/manage/event/${id}`,
    }
    const url = `/api/cross-app/links/${event.id}`
    await api.signed({ method: 'PUT', url, payload })
    await api.as(owner, { method: 'DELETE', url })
    await reader.until((each) => each.messages.length === 3)
    expect(reader.changes.map((each) => each.phase)).toEqual(['none', 'preparing', 'none'])
  })

  it('tells every node of an edit, and has its version in the snapshot', async () => {
    const { event, id } = await fresh()
    await say(event, id, 'LIVE')
    const other = await TestApi.start(world.database.url)
    const reader = await open(`?event_id=${event.id}`, {}, await other.listen())
    await reader.until((each) => each.changes.length === 1)
    const url = `/api/events/${event.id}`
    const edited = (await api.as(owner, { method: 'PATCH', url, payload: { title: 'Moved' } })).json()
    expect(edited.detailsVersion).toBeGreaterThan(event.detailsVersion)
    await reader.until((each) => each.changes.length === 2)
    const expected = { phase: 'on_sale', version: 2, detailsVersion: edited.detailsVersion }
    expect(reader.changes[1]).toMatchObject(expected)
    await say(event, id, 'DRAFT')
    await reader.until((each) => each.changes.length === 3)
    expect(reader.changes[2]).toMatchObject({ version: 3, detailsVersion: edited.detailsVersion })
    const plain = await api.app.inject(`/api/events/ticketing?event_id=${event.id}`)
    expect(plain.json().states).toEqual([expect.objectContaining({ detailsVersion: edited.detailsVersion })])
    await other.stop()
  })

  describe('resuming', () => {
    it.each(['header', 'query'])(
      'resumes by %s without a gap, a repeat or a change of order',
      async (how) => {
        const { event, id } = await fresh()
        const reader = await open(`?event_id=${event.id}`)
        await say(event, id, 'LIVE')
        await reader.until((each) => versions(each).includes(1))
        reader.close()
        for (const word of ['DRAFT', 'LIVE', 'ENDED']) await say(event, id, word)
        const last = reader.lastId ?? ''
        const again = await (how === 'header'
          ? open(`?event_id=${event.id}`, { 'last-event-id': last })
          : open(`?event_id=${event.id}&last_event_id=${last}`))
        await again.until((each) => versions(each).length >= 3)
        await say(event, id, 'CANCELLED')
        await again.until((each) => versions(each).includes(5))
        expect(versions(again)).toEqual([2, 3, 4, 5])
      },
    )

    it('resumes from the id of a snapshot', async () => {
      const { event, id } = await fresh()
      const reader = await open(`?event_id=${event.id}`)
      await reader.until((each) => each.messages.length === 1)
      reader.close()
      await say(event, id, 'LIVE')
      const again = await open(`?event_id=${event.id}`, { 'last-event-id': reader.lastId ?? '' })
      await again.until((each) => each.messages.length === 1)
      expect(versions(again)).toEqual([1])
    })

    it('resumes only with the requested events', async () => {
      const [mine, other] = [await fresh(), await fresh()]
      const reader = await open(`?event_id=${mine.event.id}`)
      await reader.until((each) => each.messages.length === 1)
      reader.close()
      const witness = await open(`?event_id=${mine.event.id}`)
      await say(other.event, other.id, 'LIVE')
      await say(mine.event, mine.id, 'LIVE')
      // The node has read both changes, so that they are replayed.
      await witness.until((each) => each.changes.length > 0)
      const again = await open(`?event_id=${mine.event.id}`, { 'last-event-id': reader.lastId ?? '' })
      await again.until((each) => each.changes.some((change) => change.eventId === mine.event.id))
      expect(again.changes.map((change) => change.eventId)).toEqual([mine.event.id])
    })

    it('resumes on another node', async () => {
      const { event, id } = await fresh()
      const reader = await open(`?event_id=${event.id}`)
      await say(event, id, 'LIVE')
      await reader.until((each) => versions(each).includes(1))
      reader.close()
      await say(event, id, 'DRAFT')
      const other = await TestApi.start(world.database.url)
      const node = await other.listen()
      const again = await open(`?event_id=${event.id}`, { 'last-event-id': reader.lastId ?? '' }, node)
      await again.until((each) => each.messages.length === 1)
      // The other node receives what is written here.
      await say(event, id, 'LIVE')
      await again.until((each) => each.messages.length === 2)
      expect(versions(again)).toEqual([2, 3])
      await other.stop()
    })

    it('resumes from far back by reading the log in pages', async () => {
      const { event, id } = await fresh()
      const reader = await open(`?event_id=${event.id}`)
      await say(event, id, 'LIVE')
      await reader.until((each) => versions(each).includes(1))
      reader.close()
      await world.database.db`
        insert into ticketing_changes (event_id, version, status, phase)
        select ${event.id}, v, 'active', 'on_sale' from generate_series(2, 1300) v`
      const other = await TestApi.start(world.database.url)
      const again = await open(
        `?event_id=${event.id}`,
        { 'last-event-id': reader.lastId ?? '' },
        await other.listen(),
      )
      await again.until((each) => each.messages.length >= 1299)
      expect(versions(again)).toEqual(Array.from({ length: 1299 }, (_, at) => at + 2))
      await other.stop()
    })

    it.each([
      ['older than the log', '0:0'],
      ['of another database cluster', '999999999999:1'],
      ['not a cursor', 'nonsense'],
      ['far too big', '99999999999999999999999:1'],
    ])('resets a stream whose cursor is %s', async (_case, cursor) => {
      const { event, id } = await fresh()
      await say(event, id, 'LIVE')
      await world.database.db`update last_deleted_change set xid = '1', id = 1`
      // A node that has run since the first change has all of them in memory; a new one reads the log.
      const other = await TestApi.start(world.database.url)
      const reader = await open(`?event_id=${event.id}`, { 'last-event-id': cursor }, await other.listen())
      await reader.until((each) => each.messages.length === 2)
      expect(reader.messages[0]?.data).toEqual({ type: 'reset' })
      expect(reader.changes).toMatchObject([{ eventId: event.id, status: 'active' }])
      await say(event, id, 'ENDED')
      await reader.until((each) => each.messages.length === 3)
      await other.stop()
    })
  })

  it.each([
    ['an invalid id', '?event_id=abc'],
    ['an id that is SQL', "?event_id=1'%20or%201=1"],
    ['too many events', `?${Array.from({ length: 201 }, (_, at) => `event_id=${at + 1}`).join('&')}`],
  ])('refuses %s', async (_case, query) => {
    const reader = await open(query)
    expect([reader.status, reader.headers['content-type']]).toEqual([400, 'application/json; charset=utf-8'])
  })

  it('stays open for an event that does not exist, with a heartbeat as its first message', async () => {
    const reader = await open('?event_id=999999999')
    await reader.until((each) => each.heartbeats.length === 1)
    expect([reader.messages.length, reader.isEnded]).toEqual([0, false])
  })

  it('sends a heartbeat after the snapshot, and to a client that has missed nothing', async () => {
    const { event, id } = await fresh()
    await say(event, id, 'LIVE')
    const reader = await open(`?event_id=${event.id}`)
    // A transaction of another test can hold the change back until after the snapshot.
    await reader.until((each) => each.heartbeats.length > 0 && each.changes.length > 0)
    expect(versions(reader)).toEqual([1])
    const again = await open(`?event_id=${event.id}`, { 'last-event-id': reader.lastId ?? '' })
    await again.until((each) => each.heartbeats.length === 1)
    expect(again.messages).toEqual([])
  })

  it('has the same states for clients without a stream', async () => {
    const [one, two] = [await fresh(), await fresh()]
    await say(one.event, one.id, 'LIVE')
    const query = `?event_id=${one.event.id}&event_id=${two.event.id}&event_id=999999999`
    const reader = await open(query)
    await reader.until((each) => each.heartbeats.length > 0 && each.changes.length === 2)
    const answer = await fetch(`${base}/api/events/ticketing${query}`)
    // A change that is newer than the snapshot follows it, whatever the number of its event.
    const byEvent = reader.changes.toSorted((a, b) => Number(a.eventId) - Number(b.eventId))
    expect(await answer.json()).toEqual({ states: byEvent })
    expect(answer.headers.get('cache-control')).toBe('no-store')
    expect(reader.changes).toHaveLength(2)
    expect((await fetch(`${base}/api/events/ticketing`)).status).toBe(400)
  })

  it('answers overload with 200, a retry time and the end of the stream', async () => {
    const small = await TestApi.start(world.database.url, { STREAM_MAX_CONNECTIONS: '1' })
    const node = await small.listen()
    const [first, second] = [await open('?event_id=1', {}, node), await open('?event_id=1', {}, node)]
    await second.until((each) => each.isEnded)
    expect([second.status, first.isEnded]).toEqual([200, false])
    expect(second.retry).toBeGreaterThanOrEqual(3000)
    first.close()
    await expect.poll(() => small.context.stream.size()).toBe(0)
    const third = await open('?event_id=1', {}, node)
    await third.until((each) => each.retry !== undefined)
    expect(third.isEnded).toBe(false)
    await small.stop()
  })

  it('gives one client so many streams, and leaves the others theirs', async () => {
    const settings = { STREAM_MAX_PER_CLIENT: '2', STREAM_MAX_CONNECTIONS: '3', TRUST_PROXY: '1' }
    const small = await TestApi.start(world.database.url, settings)
    const node = await small.listen()
    const from = (address: string) => open('?event_id=1', { 'x-forwarded-for': address }, node)
    const greedy = [await from('192.0.2.1'), await from('192.0.2.1'), await from('192.0.2.1')]
    await greedy[2]?.until((each) => each.isEnded)
    expect(greedy.map(({ status, isEnded }) => [status, isEnded])).toEqual([
      [200, false],
      [200, false],
      [200, true],
    ])
    expect(greedy[2]?.retry).toBeGreaterThanOrEqual(3000)
    const others = [await from('192.0.2.2'), await from('192.0.2.3')]
    await greedy[0]?.until((each) => each.isEnded)
    expect(others.map(({ isEnded }) => isEnded)).toEqual([false, false])
    await small.stop()
  })

  it('ends all streams on shutdown with different retry times', async () => {
    const leaving = await TestApi.start(world.database.url)
    const node = await leaving.listen()
    const pages = await Promise.all(Array.from({ length: 10 }, () => open('?event_id=1', {}, node)))
    await leaving.stop()
    await Promise.all(pages.map((page) => page.until((each) => each.isEnded)))
    const retries = pages.map((page) => page.retry ?? 0)
    expect(Math.min(...retries)).toBeGreaterThanOrEqual(500)
    expect(new Set(retries).size).toBeGreaterThan(1)
  })

  it('forgets closed connections', async () => {
    const before = api.context.stream.size()
    const pages = await Promise.all(Array.from({ length: 30 }, () => open('?event_id=1&event_id=2')))
    expect(api.context.stream.size()).toBe(before + 30)
    pages.forEach((page) => page.close())
    await expect.poll(() => api.context.stream.size()).toBe(before)
  })
})
