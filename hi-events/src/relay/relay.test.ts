import { signNativeWebhook } from '@tuvens/contract/signatures'
import { isDeepStrictEqual } from 'node:util'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { eventOf } from '../../test-support/fake-tuvens-api.ts'
import type { FakeEvent } from '../../test-support/fake-shop.ts'
import { type Harness, startHarness, until } from '../../test-support/harness.ts'
import { Visitor } from '../../test-support/visitor.ts'
import { readUntilAgreed } from './read-until-agreed.ts'

let test: Harness
let next = 2000
let event: FakeEvent
let id: string
beforeAll(async () => {
  // Far enough apart that these tests see what a webhook does, not what a sweep repairs.
  test = await startHarness({ withLoops: true, env: { SWEEP_FAST_MS: '600000', SWEEP_STEADY_MS: '600000' } })
})
afterAll(() => test.stop())
beforeEach(async () => {
  test.api.faults.length = 0
  test.hiEvents.faults.length = 0
  test.hiEvents.commitDelayMs = 0
  id = String(next++)
  await new Visitor(test).land({ session_token: test.api.issueToken({ event: eventOf(id) }) })
  event = test.hiEvents.world.events.at(-1) as FakeEvent
  await until(() => told().at(-1) === 'DRAFT', 'the first DRAFT')
})

const messages = () => test.api.statuses.filter((each) => each.payload.tuvens_event_id === id)
/** The source statuses as they were reported, without the report that only adds the prices of a live event. */
const told = () =>
  messages()
    .filter(({ payload }, at, all) => {
      const before = all[at - 1]?.payload
      return before?.status !== payload.status || isDeepStrictEqual(before.prices, payload.prices)
    })
    .map((each) => each.payload.status)
const hook = () => test.hiEvents.world.webhooks.find((each) => each.organizerId === event.organizerId)
const isTold = (status: string) => until(() => told().at(-1) === status, `${status}, not ${told().join()}`)
/** Waits until every webhook of the event is processed and every report of it is sent or given up. */
const settled = () =>
  until(async () => {
    const [row] = await test.database.db`
      select not exists (select 1 from deliveries where hi_event_id = ${event.id} and processed_at is null)
        and not exists (
          select 1 from outbox where tuvens_event_id = ${id} and delivered_at is null and dead_at is null) as done`
    return row?.['done'] === true
  }, 'all work on the event')

function post(raw: string | Buffer, more: { url?: string; headers?: Record<string, string> } = {}) {
  const { url = '', secret = '' } = hook() ?? {}
  const headers = {
    'content-type': 'application/json',
    signature: signNativeWebhook(secret, raw),
    ...more.headers,
  }
  return fetch(more.url ?? url, { method: 'POST', headers, body: new Uint8Array(Buffer.from(raw)) })
}
const rawOf = (payload: object, type = 'event.updated') =>
  JSON.stringify({ event_type: type, event_sent_at: '2026-01-01T12:00:00+00:00', payload })

describe('a native webhook', () => {
  it('is answered before the event is read, and its status is then sent to the API', async () => {
    test.hiEvents.faults.push({ match: /^GET \/api\/events\/\d+$/, kind: 'slow', value: 1_000 })
    event.status = 'LIVE'
    expect(await test.hiEvents.deliver(event, 'event.updated')).toEqual([200])
    expect(told()).toEqual(['DRAFT'])
    await isTold('LIVE')
    expect(messages().at(-1)).toMatchObject({
      event_type: 'event.status_changed',
      payload: { id: event.id, title: event.title, status: 'LIVE', tuvens_event_id: id },
    })
  })

  it('does not decide the status: only the event that is read does', async () => {
    await post(rawOf({ id: event.id, status: 'LIVE', lifecycle_status: 'UPCOMING' }))
    await settled()
    expect(told()).toEqual(['DRAFT'])
  })

  it('that arrives before the new status can be read is followed by more reads', async () => {
    test.hiEvents.commitDelayMs = 300
    await test.hiEvents.setStatus(event.id, 'LIVE')
    await isTold('LIVE')
    expect(told()).toEqual(['DRAFT', 'LIVE'])
  })

  it('that arrives before the new status can be read makes the shop be read again afterwards', async () => {
    const seen = async () => (await test.context.shopCache.read({ id: event.id, clientIp: '' })).event
    test.hiEvents.commitDelayMs = 1_000
    const reads = () => test.hiEvents.count(`GET /api/events/${event.id}`)
    const before = reads()
    const committed = test.hiEvents.setStatus(event.id, 'LIVE')
    await until(() => reads() > before, 'a read before the new status')
    expect(await seen()).toBeNull()
    await committed
    await isTold('LIVE')
    expect(await seen()).toMatchObject({ id: event.id })
  })

  it('keeps being followed while a sweep reads the same event', async () => {
    const webhook = readUntilAgreed(test.context, id, 'LIVE')
    const sweep = readUntilAgreed(test.context, id, null)
    setTimeout(() => (event.status = 'LIVE'), 300)
    await Promise.all([webhook, sweep])
    const [link] = await test.database
      .db`select source_status from link_statuses where tuvens_event_id = ${id}`
    expect(link?.['source_status']).toBe('LIVE')
  })

  it.each([
    ['LIVE', 'ARCHIVED', 'CANCELLED'],
    ['LIVE', 'DRAFT', 'DRAFT'],
  ])('leads to a report of %s and then of %s', async (first, second, status) => {
    await test.hiEvents.setStatus(event.id, first)
    await isTold(first)
    await test.hiEvents.setStatus(event.id, second)
    await isTold(status)
  })

  it('leads to a report of ENDED for an event whose end has passed', async () => {
    await test.hiEvents.setStatus(event.id, 'LIVE')
    await isTold('LIVE')
    event.end_date = '2020-01-01T00:00:00.000000Z'
    await test.hiEvents.deliver(event, 'event.updated')
    await isTold('ENDED')
  })

  it('that is repeated sends no second report to the API', async () => {
    await test.hiEvents.setStatus(event.id, 'LIVE')
    await isTold('LIVE')
    for (let repeat = 0; repeat < 5; repeat++) await test.hiEvents.deliver(event, 'event.updated')
    await settled()
    expect(told()).toEqual(['DRAFT', 'LIVE'])
  })

  it('with the same bytes makes the event be read again', async () => {
    const raw = rawOf({ id: event.id, status: 'LIVE', lifecycle_status: 'UPCOMING' })
    event.status = 'LIVE'
    await post(raw)
    await isTold('LIVE')
    event.status = 'DRAFT'
    await post(raw)
    await isTold('DRAFT')
    const [row] = await test.database.db`select repeats from deliveries where hi_event_id = ${event.id}
      and repeats > 0`
    expect(row?.['repeats']).toBe(1)
  })

  it('that arrives late and out of order does not change the status', async () => {
    await test.hiEvents.setStatus(event.id, 'LIVE')
    await test.hiEvents.setStatus(event.id, 'DRAFT')
    await test.hiEvents.setStatus(event.id, 'LIVE')
    await post(rawOf({ id: event.id, status: 'DRAFT', lifecycle_status: 'UPCOMING' }))
    await settled()
    await isTold('LIVE')
  })

  it('stores no personal data of its order', async () => {
    const order = { id: 5, event_id: event.id, email: 'ada@example.com', first_name: 'Ada' }
    expect((await post(rawOf(order, 'order.created'))).status).toBe(200)
    const rows = await test.database.db`select * from deliveries where event_type = 'order.created'`
    expect(rows).toHaveLength(1)
    expect(rows[0]).toMatchObject({ hi_event_id: String(event.id) })
    expect(JSON.stringify(rows)).not.toMatch(/ada/i)
  })

  it('of another account does not read or change this event', async () => {
    // A new account's first sweep comes at once; this test is about what a webhook does.
    const [{ asked = null } = {}] = await test.database.db`
      update sweeps set due_at = now() where tuvens_account_id = 7 returning now() as asked`
    await until(async () => {
      const rows = await test.database.db`
        select 1 from sweeps where tuvens_account_id = 7 and swept_at > ${asked} and due_at > now()`
      return rows.length > 0
    }, 'the sweep')
    await settled()
    event.status = 'LIVE'
    await new Visitor(test).land({
      session_token: test.api.issueToken({
        account_id: 8_000 + next,
        email: `${next}@other.test`,
        event: eventOf(String(next++)),
      }),
    })
    const stranger = test.hiEvents.world.webhooks.at(-1)
    const raw = rawOf({ id: event.id, status: 'LIVE', lifecycle_status: 'UPCOMING' })
    const signature = signNativeWebhook(stranger?.secret ?? '', raw)
    expect((await post(raw, { url: stranger?.url ?? '', headers: { signature } })).status).toBe(200)
    await settled()
    expect(told()).toEqual(['DRAFT'])
  })
})

describe('a message that is not from Hi.Events', () => {
  const raw = () => rawOf({ id: event.id, status: 'LIVE', lifecycle_status: 'UPCOMING' })
  const count = async () => Number((await test.database.db`select count(*) from deliveries`)[0]?.['count'])

  it.each([
    ['an empty signature', ''],
    ['an invented signature', 'ab'.repeat(32)],
    ['a signature with another secret', signNativeWebhook('another', 'x')],
    ['a malformed signature', 'sha256=zzz'],
  ])('with %s is refused and not stored', async (_what, signature) => {
    const before = await count()
    const answer = await post(raw(), { headers: { signature } })
    expect(answer.status).toBe(401)
    expect(await answer.json()).toMatchObject({ code: 'SIGNATURE_INVALID' })
    expect(await count()).toBe(before)
  })

  it('altered by one byte is refused', async () => {
    const signature = signNativeWebhook(hook()?.secret ?? '', raw())
    expect((await post(raw().replace('LIVE', 'LIvE'), { headers: { signature } })).status).toBe(401)
  })

  it('to an unknown tenant gets 404', async () => {
    for (const tenant of ['AAAAAAAAAAAAAAAAAAAAAAAA', 'x', '%00', "' or 1=1 --"])
      expect(
        (await post(raw(), { url: `${test.url}/hooks/hi-events/${encodeURIComponent(tenant)}` })).status,
      ).toBe(404)
  })

  it.each([
    ['not JSON', '{'],
    ['an empty body', ''],
    ['a list', '[]'],
    ['no payload', '{"event_type":"event.updated","event_sent_at":"x"}'],
    [
      'an event id that is a string',
      '{"event_type":"event.updated","event_sent_at":"x","payload":{"id":"7"}}',
    ],
    ['NUL', '{"event_type":"event.updated\\u0000","event_sent_at":"x","payload":{"id":7}}'],
  ])('with a valid signature is refused when its body is %s', async (_what, body) => {
    expect((await post(body)).status).toBe(400)
  })

  it('larger than 256 KiB is refused', async () => {
    expect((await post(`{"x":"${'x'.repeat(300 * 1024)}"}`)).status).toBe(413)
  })
})

describe('the relay (H8)', () => {
  const HOOK = /event-status-changed$/
  /** A sweep may tell of another test's event meanwhile. */
  const ofThisEvent = () => ({ match: HOOK, holds: `"${id}"` })

  it('gives status reports strictly rising numbers', async () => {
    for (const status of ['LIVE', 'DRAFT', 'LIVE', 'DRAFT', 'LIVE']) {
      await test.hiEvents.setStatus(event.id, status)
      await isTold(status)
    }
    const times = messages().map((each) => Date.parse(each.event_sent_at))
    expect(times).toEqual([...new Set(times)].sort((a, b) => a - b))
  })

  it('sends the same bytes again until the API answers', async () => {
    test.api.faults.push({ ...ofThisEvent(), kind: 'cut', times: 2 })
    await test.hiEvents.setStatus(event.id, 'LIVE')
    await until(() => told().at(-1) === 'LIVE', 'LIVE', 15_000)
    const sent = test.api.seen
      .filter((each) => HOOK.test(each.path) && each.raw.includes(`"${id}"`))
      .map((each) => each.raw.toString())
      .filter((raw) => raw.includes('"LIVE"') && !raw.includes('prices'))
    expect(sent.length).toBeGreaterThan(1)
    expect(new Set(sent).size).toBe(1)
  })

  it('sends a report again when the response of the API is lost', async () => {
    test.api.faults.push({ ...ofThisEvent(), kind: 'lost' })
    await test.hiEvents.setStatus(event.id, 'LIVE')
    const first = () => messages().filter(({ payload: { status, prices } }) => status === 'LIVE' && !prices)
    await until(() => first().length === 2, 'the repeat', 15_000)
    const [one, two] = first()
    expect(one).toEqual(two)
  })

  it('waits as long as Retry-After of the API', async () => {
    test.api.faults.push({ ...ofThisEvent(), kind: 'error', value: 429, headers: { 'retry-after': '120' } })
    await test.hiEvents.setStatus(event.id, 'LIVE')
    const row = await until(async () => {
      const [found] = await test.database
        .db`select * from outbox where tuvens_event_id = ${id} and source_status = 'LIVE'
        and last_error is not null`
      return found
    })
    expect(row['next_attempt_at'].getTime() - Date.now()).toBeGreaterThan(100_000)
    // To be asked to wait is no failure, and nothing else is sent meanwhile.
    expect(row['attempts']).toBe(0)
    const sent = test.api.statuses.length
    await test.hiEvents.setStatus(event.id, 'DRAFT')
    await until(async () => (await linkRow())?.['source_status'] === 'DRAFT')
    expect(test.api.statuses).toHaveLength(sent)
    await test.restart()
    await isTold('DRAFT')
  })

  it('stops after 410 until the event is linked again', async () => {
    test.api.faults.push({ ...ofThisEvent(), kind: 'error', value: 410 })
    await test.hiEvents.setStatus(event.id, 'LIVE')
    await until(async () => (await linkRow())?.['stopped_at'])
    await test.hiEvents.setStatus(event.id, 'DRAFT')
    await test.hiEvents.setStatus(event.id, 'LIVE')
    await settled()
    expect(told()).toEqual(['DRAFT'])
    const relinked = eventOf(id, { hi_events_event_id: null, ticketing_enabled: false })
    await new Visitor(test).land({ session_token: test.api.issueToken({ event: relinked }) })
    await isTold('LIVE')
  })

  it('stops after 409, because the events are no longer linked', async () => {
    test.api.faults.push({ ...ofThisEvent(), kind: 'error', value: 409 })
    await test.hiEvents.setStatus(event.id, 'LIVE')
    await until(async () => (await linkRow())?.['stopped_reason'] === 'conflict')
  })

  it('keeps a status report that the API will never accept as a dead letter', async () => {
    test.api.faults.push({ ...ofThisEvent(), kind: 'error', value: 404 })
    await test.hiEvents.setStatus(event.id, 'LIVE')
    const dead = await until(async () => {
      const [row] = await test.database
        .db`select * from outbox where tuvens_event_id = ${id} and dead_at is not null`
      return row
    })
    expect(dead).toMatchObject({
      source_status: 'LIVE',
      last_error: expect.stringMatching(/^answered 404 without a code: not by the API/),
    })
  })

  it('sends a waiting report after a restart', async () => {
    test.api.faults.push({ ...ofThisEvent(), kind: 'cut', times: 1 })
    await test.hiEvents.setStatus(event.id, 'LIVE')
    await until(() => test.api.faults.every((each) => each.times === 0), 'the failed attempt')
    await test.restart()
    await until(() => told().at(-1) === 'LIVE', 'LIVE after the restart', 15_000)
  })

  it('processes a stored webhook again after a failure', async () => {
    test.hiEvents.faults.push({ match: /^GET \/api\/events\/\d+$/, kind: 'error', value: 500, times: 2 })
    await test.hiEvents.setStatus(event.id, 'LIVE')
    await until(() => told().at(-1) === 'LIVE', 'LIVE', 15_000)
  })

  const linkRow = async () =>
    (await test.database.db`select * from link_statuses where tuvens_event_id = ${id}`)[0]
})
