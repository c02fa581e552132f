import { type LinkReport, LinkReport as LinkReportSchema } from '@tuvens/contract'
import { signRequest } from '@tuvens/contract/signatures'
import { Value } from 'typebox/value'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { FakeEvent } from '../../test-support/fake-shop.ts'
import { eventOf, SHARED_SECRET } from '../../test-support/fake-tuvens-api.ts'
import { type Harness, SITE_URL, startHarness, until } from '../../test-support/harness.ts'
import { Visitor } from '../../test-support/visitor.ts'

let test: Harness
let next = 9000
let event: FakeEvent
let id: string
beforeAll(async () => {
  test = await startHarness({ withLoops: true, env: { SWEEP_FAST_MS: '600000', SWEEP_STEADY_MS: '600000' } })
})
afterAll(() => test.stop())
beforeEach(async () => {
  test.api.faults.length = 0
  test.hiEvents.faults.length = 0
  id = String(next++)
  await new Visitor(test).land({ session_token: test.api.mint({ event: eventOf(id) }) })
  event = test.hiEvents.world.events.at(-1) as FakeEvent
  await isTold('DRAFT')
})

const told = () => test.api.statuses.filter((each) => each.payload.tuvens_event_id === id)
const isTold = (status: string) => until(() => told().at(-1)?.payload.status === status, status)
const sql = () => test.database.db

type Ask = { path?: string; secret?: string; now?: number; headers?: Record<string, string> }

function ask({ path = `/api/service/links/${id}/report`, secret, now = Date.now(), headers }: Ask = {}) {
  const signed = signRequest([secret ?? SHARED_SECRET], { method: 'GET', path, body: '' }, now)
  return fetch(test.url + path, { headers: { 'x-on-behalf-of': '456', ...signed, ...headers } })
}

async function report(): Promise<LinkReport> {
  const response = await ask()
  expect(response.status).toBe(200)
  const body: unknown = await response.json()
  expect(Value.Check(LinkReportSchema, body)).toBe(true)
  return body as LinkReport
}
const link = async () => (await report()).link

describe('the report of a link', () => {
  it('tells a healthy one from end to end', async () => {
    event.status = 'LIVE'
    await test.hiEvents.deliver(event, 'event.updated')
    await isTold('LIVE')
    await until(async () => (await link())?.messages.waiting === 0)
    const { frame_origins, link: seen } = await report()
    expect(frame_origins).toEqual([SITE_URL])
    expect(seen).toMatchObject({
      hi_events_event_id: event.id,
      lost_at: null,
      stopped: null,
      has_been_live: true,
      look: { outcome: 'seen', status: 'LIVE', ends_at: new Date(event.end_date ?? '').toISOString() },
      has_webhook: true,
      messages: { waiting: 0, dead: 0 },
    })
    for (const at of [seen?.told_at, seen?.delivery.received_at, seen?.delivery.worked_at]) {
      expect(Date.now() - Date.parse(at ?? '')).toBeLessThan(30_000)
    }
  })

  it('is empty for an event that has none, and not an error', async () => {
    const response = await ask({ path: '/api/service/links/424242/report' })
    expect(response.status).toBe(200)
    expect(await response.json()).toMatchObject({ event_id: '424242', link: null })
  })

  it('counts the copies nobody follows', async () => {
    await sql()`insert into copies (hi_event_id, tuvens_event_id, tuvens_account_id, title)
      select hi_event_id + 900000, tuvens_event_id, tuvens_account_id, 'a copy' from links where tuvens_event_id = ${id}`
    expect((await link())?.copies).toBe(1)
  })

  it('tells that the API was never told', async () => {
    await sql()`update links set put_at = null where tuvens_event_id = ${id}`
    expect((await link())?.told_at).toBeNull()
  })

  it('tells that the API refused the pair', async () => {
    test.api.faults.push({ match: /event-status-changed$/, kind: 'error', value: 409 })
    event.status = 'LIVE'
    await test.hiEvents.deliver(event, 'event.updated')
    await until(async () => (await link())?.stopped === 'conflict')
    expect((await link())?.messages.dead).toBe(1)
  })

  it('forgets a dead message once a later one has arrived', async () => {
    test.api.faults.push({ match: /event-status-changed$/, kind: 'error', value: 400 })
    event.status = 'LIVE'
    await test.hiEvents.deliver(event, 'event.updated')
    await until(async () => (await link())?.messages.dead === 1)
    event.status = 'DRAFT'
    await test.hiEvents.deliver(event, 'event.updated')
    await isTold('DRAFT')
    await until(async () => (await link())?.messages.dead === 0)
  })

  it('tells that a message waits for an API that is away', async () => {
    test.api.faults.push({ match: /event-status-changed$/, kind: 'cut', times: 20 })
    event.status = 'LIVE'
    await test.hiEvents.deliver(event, 'event.updated')
    await until(async () => (await link())?.messages.waiting === 1)
  })

  it('tells that Hi.Events did not take our webhook, without its words', async () => {
    const account = sql()`select tuvens_account_id from links where tuvens_event_id = ${id}`
    await sql()`update accounts set webhook_error = 'evil <b>words</b>' where tuvens_account_id in (${account})`
    const text = await (await ask()).text()
    await sql()`update accounts set webhook_error = null where tuvens_account_id in (${account})`
    expect(JSON.parse(text).link.has_webhook).toBe(false)
    expect(text).not.toContain('evil')
  })

  it('tells a sweep that fails and one that is overdue', async () => {
    const account = sql()`select tuvens_account_id from links where tuvens_event_id = ${id}`
    await sql()`update accounts set sweep_error = 'failed' where tuvens_account_id in (${account})`
    expect((await link())?.sweep).toMatchObject({ has_failed: true, is_overdue: false })
    await sql()`update accounts set sweep_error = null where tuvens_account_id in (${account})`
    expect((await link())?.sweep.has_failed).toBe(false)
  })

  describe('looks at the event upstream', () => {
    it.each([
      ['LIVE', 'LIVE'],
      ['DRAFT', 'DRAFT'],
      ['ARCHIVED', 'CANCELLED'],
    ])('and says of %s that it is %s, telling the API nothing', async (status, word) => {
      const before = told().length
      event.status = status
      expect((await link())?.look).toMatchObject({ outcome: 'seen', status: word })
      expect(told()).toHaveLength(before)
    })

    it('and says that it is over', async () => {
      event.status = 'LIVE'
      event.end_date = new Date(Date.now() - 60_000).toISOString()
      expect((await link())?.look.status).toBe('ENDED')
    })

    it('and says that it is gone', async () => {
      test.hiEvents.world.events = test.hiEvents.world.events.filter((each) => each !== event)
      expect((await link())?.look.outcome).toBe('missing')
    })

    it('and says that the kept password no longer works', async () => {
      const user = test.hiEvents.world.users.at(-1)
      const password = user?.password ?? ''
      Object.assign(user ?? {}, { password: 'changed there' })
      test.hiEvents.world.tokens.clear()
      expect((await link())?.look.outcome).toBe('login_refused')
      Object.assign(user ?? {}, { password })
    })

    it.each([
      ['error', 'away', 500],
      ['cut', 'away', undefined],
      ['error', 'busy', 429],
      ['error', 'refused', 403],
      ['html', 'unreadable', undefined],
      ['nonsense', 'unreadable', undefined],
      ['redirect', 'unreadable', undefined],
      ['huge', 'unreadable', undefined],
    ] as const)('and takes an answer of %s as %s (%s)', async (kind, outcome, value) => {
      // Soon over, or a 429 would hold up the tests that follow.
      const headers = { 'retry-after': '1' }
      // This event's alone: with what a sweep reads meanwhile, five failures on end would let the ticket system rest.
      const fault = { match: `GET /api/events/${event.id}`, kind, times: 9, headers }
      test.hiEvents.faults.push(value === undefined ? fault : { ...fault, value })
      expect((await link())?.look).toEqual({ outcome, status: null, ends_at: null })
    })

    it('and does not wait longer than a person would', async () => {
      test.hiEvents.faults.push({
        match: `GET /api/events/${event.id}`,
        kind: 'slow',
        value: 6_000,
        times: 9,
      })
      const since = Date.now()
      expect((await link())?.look.outcome).toBe('away')
      expect(Date.now() - since).toBeLessThan(5_500)
    })
  })

  it('says what attendees can have', async () => {
    expect((await link())?.sale.outcome).toBe('hidden')
    event.status = 'LIVE'
    event.tiers = []
    test.context.catalogue.forget(event.id)
    expect((await link())?.sale.outcome).toBe('none')
    event.tiers = [{ id: 1, title: 'Seat', price: 0, left: 5 }]
    test.context.catalogue.forget(event.id)
    expect((await link())?.sale.outcome).toBe('open')
    event.tiers = [{ id: 1, title: 'Seat', price: 0, left: 0 }]
    test.context.catalogue.forget(event.id)
    expect((await link())?.sale.outcome).toBe('sold_out')
    test.hiEvents.faults.push({ match: /^GET \/api\/public/, kind: 'cut', times: 9 })
    test.context.catalogue.forget(event.id)
    expect((await link())?.sale.outcome).toBe('away')
  })

  it('carries nobody’s name, no secret and no text of the ticket system', async () => {
    event.title = 'Hostile <script>title</script>'
    const text = await (await ask()).text()
    expect(text).not.toMatch(/olga|organiser|hostile|title|secret|token|password/i)
  })
})

describe('asking for a report', () => {
  const refusal = async (asking: Ask) => {
    const response = await ask(asking)
    const body = await response.text()
    expect(body).not.toContain('hi_events_event_id')
    return [response.status, (JSON.parse(body) as { code: string }).code]
  }

  it.each<[string, Ask, number, string]>([
    ['another secret', { secret: 'some other secret of theirs' }, 401, 'SIGNATURE_INVALID'],
    ['an old signature', { now: Date.now() - 400_000 }, 401, 'SIGNATURE_EXPIRED'],
    ['no signature', { headers: { 'x-tuvens-signature': '' } }, 401, 'SIGNATURE_REQUIRED'],
    ['a made-up signature', { headers: { 'x-tuvens-signature': 'f'.repeat(64) } }, 401, 'SIGNATURE_INVALID'],
    ['no user', { headers: { 'x-on-behalf-of': '' } }, 400, 'VALIDATION_ERROR'],
    ['a made-up user', { headers: { 'x-on-behalf-of': "1' or 1=1" } }, 400, 'VALIDATION_ERROR'],
    ['a malformed event', { path: '/api/service/links/abc/report' }, 400, 'VALIDATION_ERROR'],
    ['a huge event', { path: `/api/service/links/${'9'.repeat(40)}/report` }, 400, 'VALIDATION_ERROR'],
    ['another call', { path: '/api/service/links/1/secrets' }, 404, 'NOT_FOUND'],
  ])('is refused with %s', async (_, asking, status, code) => {
    expect(await refusal(asking)).toEqual([status, code])
  })

  it('is refused with the plain secret: reports are for signed calls', async () => {
    const response = await fetch(`${test.url}/api/service/links/${id}/report`, {
      headers: { 'x-shared-secret': SHARED_SECRET, 'x-on-behalf-of': '456' },
    })
    expect(response.status).toBe(401)
  })

  it('is refused with a signature made for another event', async () => {
    const headers = signRequest(
      [SHARED_SECRET],
      { method: 'GET', path: '/api/service/links/1/report', body: '' },
      Date.now(),
    )
    expect((await ask({ headers })).status).toBe(401)
  })

  it('is refused with a header larger than any', async () => {
    expect((await ask({ headers: { 'x-filler': 'x'.repeat(40_000) } })).status).toBe(431)
  })

  it('never reaches the ticket system', async () => {
    await ask({ path: '/api/service/anything' })
    await ask({ secret: 'some other secret of theirs' })
    expect(test.hiEvents.count(/\/service\//)).toBe(0)
  })
})
