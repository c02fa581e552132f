import { LinkReport } from '@tuvens/contract'
import { signRequest } from '@tuvens/contract/signatures'
import { AssertionError } from 'node:assert'
import { setTimeout as sleep } from 'node:timers/promises'
import { Value } from 'typebox/value'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { FakeEvent } from '../../test-support/fake-shop.ts'
import { eventOf, SHARED_SECRET } from '../../test-support/fake-tuvens-api.ts'
import { type Harness, SITE_URL, startHarness, until } from '../../test-support/harness.ts'
import { Visitor } from '../../test-support/visitor.ts'

/** How long a report waits for a read upstream; stretched, so that a slow machine is not taken for a slow upstream. */
const READ_LIMIT_MS = 3_500
let stretch = 20
let test: Harness
let next = 9000
let event: FakeEvent
let id: string
beforeAll(async () => {
  test = await startHarness({
    withLoops: true,
    env: { SWEEP_FAST_MS: '600000', SWEEP_STEADY_MS: '600000' },
    overrides: { sleep: (ms) => sleep(ms < READ_LIMIT_MS ? ms : ms * stretch) },
  })
})
afterAll(() => test.stop())
beforeEach(async () => {
  test.api.faults.length = 0
  test.hiEvents.faults.length = 0
  id = String(next++)
  await new Visitor(test).land({ session_token: test.api.issueToken({ event: eventOf(id) }) })
  const created = test.hiEvents.world.events.at(-1)
  if (created === undefined) throw new AssertionError({ message: 'the landing created no event' })
  event = created
  await isReported('DRAFT')
})

const statusReports = () => test.api.statuses.filter((each) => each.payload.tuvens_event_id === id)
const isReported = (status: string) => until(() => statusReports().at(-1)?.payload.status === status, status)
const sql = () => test.database.db
/** A report of another test's event may still be on its way. */
const ofThisEvent = () => ({ match: /event-status-changed$/, holds: `"${id}"` })

type ReportRequest = { path?: string; secret?: string; now?: number; headers?: Record<string, string> }

function requestReport({
  path = `/api/service/links/${id}/report`,
  secret,
  now = Date.now(),
  headers,
}: ReportRequest = {}) {
  const signed = signRequest([secret ?? SHARED_SECRET], { method: 'GET', path, body: '' }, now)
  return fetch(test.url + path, { headers: { 'x-on-behalf-of': '456', ...signed, ...headers } })
}

async function report(): Promise<LinkReport> {
  const response = await requestReport()
  expect(response.status).toBe(200)
  const body: unknown = await response.json()
  if (!Value.Check(LinkReport, body)) throw new AssertionError({ message: JSON.stringify(body) })
  return body
}
const link = async () => (await report()).link

describe('the report of a link', () => {
  it('shows a healthy link at every step', async () => {
    event.status = 'LIVE'
    await test.hiEvents.deliver(event, 'event.updated')
    await isReported('LIVE')
    await until(async () => (await link())?.messages.waiting === 0)
    await until(async () => (await link())?.delivery.processed_at)
    const { frame_origins, link: seen } = await report()
    expect(frame_origins).toEqual([SITE_URL])
    expect(seen).toMatchObject({
      hi_events_event_id: event.id,
      missing_at: null,
      stopped_reason: null,
      has_been_live: true,
      source: { outcome: 'read', status: 'LIVE', ends_at: new Date(event.end_date ?? '').toISOString() },
      has_webhook: true,
      messages: { waiting: 0, dead_letters: 0 },
    })
    for (const at of [seen?.registered_at, seen?.delivery.received_at, seen?.delivery.processed_at]) {
      expect(Date.parse(at ?? '')).toBeGreaterThan(Date.now() - 3_600_000)
    }
  })

  it('has no link and no error for an event without ticketing', async () => {
    const response = await requestReport({ path: '/api/service/links/424242/report' })
    expect(response.status).toBe(200)
    expect(await response.json()).toMatchObject({ event_id: '424242', link: null })
  })

  it('counts the copies of an event', async () => {
    await sql()`insert into copies (hi_event_id, tuvens_event_id, tuvens_account_id, title)
      select hi_event_id + 900000, tuvens_event_id, tuvens_account_id, 'a copy' from links where tuvens_event_id = ${id}`
    expect((await link())?.copies).toBe(1)
  })

  it('has no registration time while the API has not accepted the link', async () => {
    await sql()`update link_statuses set registered_at = null where tuvens_event_id = ${id}`
    expect((await link())?.registered_at).toBeNull()
  })

  it('names the conflict for which the API refused the link', async () => {
    test.api.faults.push({ ...ofThisEvent(), kind: 'error', value: 409 })
    event.status = 'LIVE'
    await test.hiEvents.deliver(event, 'event.updated')
    await until(async () => (await link())?.stopped_reason === 'conflict')
    expect((await link())?.messages.dead_letters).toBe(1)
  })

  it('no longer counts a dead letter once a later message was delivered', async () => {
    test.api.faults.push({ ...ofThisEvent(), kind: 'error', value: 400 })
    event.status = 'LIVE'
    await test.hiEvents.deliver(event, 'event.updated')
    await until(async () => (await link())?.messages.dead_letters === 1)
    event.status = 'DRAFT'
    await test.hiEvents.deliver(event, 'event.updated')
    await isReported('DRAFT')
    await until(async () => (await link())?.messages.dead_letters === 0)
  })

  it('counts a message that waits for an unreachable API', async () => {
    test.api.faults.push({ ...ofThisEvent(), kind: 'cut', times: 20 })
    event.status = 'LIVE'
    await test.hiEvents.deliver(event, 'event.updated')
    await until(async () => (await link())?.messages.waiting === 1)
  })

  it('shows that Hi.Events refused our webhook, without its error message', async () => {
    const account = sql()`select tuvens_account_id from links where tuvens_event_id = ${id}`
    await sql()`update accounts set webhook_error = 'evil <b>words</b>' where tuvens_account_id in (${account})`
    const text = await (await requestReport()).text()
    await sql()`update accounts set webhook_error = null where tuvens_account_id in (${account})`
    expect(JSON.parse(text).link.has_webhook).toBe(false)
    expect(text).not.toContain('evil')
  })

  it('shows a sweep that failed', async () => {
    const account = sql()`select tuvens_account_id from links where tuvens_event_id = ${id}`
    await sql()`update sweeps set error = 'failed' where tuvens_account_id in (${account})`
    expect((await link())?.sweep).toMatchObject({ has_failed: true, is_overdue: false })
    await sql()`update sweeps set error = null where tuvens_account_id in (${account})`
    expect((await link())?.sweep.has_failed).toBe(false)
  })

  describe('its read of the event upstream', () => {
    it.each([
      ['LIVE', 'LIVE'],
      ['DRAFT', 'DRAFT'],
      ['ARCHIVED', 'CANCELLED'],
    ])('reports a %s event as %s and sends the API nothing', async (status, word) => {
      const before = statusReports().length
      event.status = status
      expect((await link())?.source).toMatchObject({ outcome: 'read', status: word })
      expect(statusReports()).toHaveLength(before)
    })

    it('reports an event whose end has passed as ENDED', async () => {
      event.status = 'LIVE'
      event.end_date = new Date(Date.now() - 60_000).toISOString()
      expect((await link())?.source.status).toBe('ENDED')
    })

    it('reports a deleted event as missing', async () => {
      test.hiEvents.world.events = test.hiEvents.world.events.filter((each) => each !== event)
      expect((await link())?.source.outcome).toBe('missing')
    })

    it('reports that the stored password no longer works', async () => {
      const user = test.hiEvents.world.users.at(-1)
      const password = user?.password ?? ''
      Object.assign(user ?? {}, { password: 'changed there' })
      test.hiEvents.world.tokens.clear()
      expect((await link())?.source.outcome).toBe('login_refused')
      Object.assign(user ?? {}, { password })
    })

    it.each([
      ['error', 'unreachable', 500],
      ['cut', 'unreachable', undefined],
      ['error', 'busy', 429],
      ['error', 'refused', 403],
      ['html', 'unreadable', undefined],
      ['nonsense', 'unreadable', undefined],
      ['redirect', 'unreadable', undefined],
      ['huge', 'unreadable', undefined],
    ] as const)('turns an upstream fault of kind %s into %s (status %s)', async (kind, outcome, value) => {
      // Short, because a 429 also delays the tests that follow.
      const headers = { 'retry-after': '1' }
      // Only this event fails: together with the sweep's reads, five failures in a row would open the breaker.
      const fault = { match: `GET /api/events/${event.id}`, kind, times: 9, headers }
      test.hiEvents.faults.push(value === undefined ? fault : { ...fault, value })
      expect((await link())?.source).toEqual({ outcome, status: null, ends_at: null })
      test.hiEvents.faults.length = 0
      // After a 429 nothing is requested for a moment, and the next test lands.
      await until(async () => (await link())?.source.outcome === 'read')
    })

    it('gives up on a slow upstream after a few seconds', async () => {
      test.hiEvents.faults.push({
        match: `GET /api/events/${event.id}`,
        kind: 'slow',
        value: 600_000,
        times: 9,
      })
      stretch = 0.1
      const found = await link()
      stretch = 20
      expect(found?.source.outcome).toBe('unreachable')
    })
  })

  it('sees an address that somebody changed in the settings, of which no list of events tells', async () => {
    await until(async () => (await link())?.details.is_waiting === false)
    const address = { venue_name: 'By hand', address_line_1: 'Damrak 1', city: 'Amsterdam' }
    event.settings['location_details'] = { ...address, zip_or_postal_code: '1012 LG', country: 'NL' }
    expect((await link())?.details.differences).toEqual([{ field: 'venue', reason: 'changed' }])
  })

  it('summarises what attendees find in the shop', async () => {
    expect((await link())?.shop.outcome).toBe('hidden')
    event.status = 'LIVE'
    event.tiers = []
    test.context.shopCache.invalidate(event.id)
    expect((await link())?.shop.outcome).toBe('no_tickets')
    event.tiers = [{ id: 1, title: 'Seat', price: 0, left: 5 }]
    test.context.shopCache.invalidate(event.id)
    expect((await link())?.shop.outcome).toBe('open')
    event.tiers = [{ id: 1, title: 'Seat', price: 0, left: 0 }]
    test.context.shopCache.invalidate(event.id)
    expect((await link())?.shop.outcome).toBe('sold_out')
    test.hiEvents.faults.push({ match: /^GET \/api\/public/, kind: 'cut', times: 9 })
    test.context.shopCache.invalidate(event.id)
    expect((await link())?.shop.outcome).toBe('unreachable')
  })

  it('contains no name, no secret and no text of the ticket system', async () => {
    event.title = 'Hostile <script>heading</script>'
    const text = await (await requestReport()).text()
    expect(text).not.toMatch(/olga|organiser|hostile|heading|secret|token|password/i)
  })
})

describe('a request for a link report', () => {
  const refusal = async (request: ReportRequest) => {
    const response = await requestReport(request)
    const body = await response.text()
    expect(body).not.toContain('hi_events_event_id')
    return [response.status, JSON.parse(body).code]
  }

  it.each<[string, ReportRequest, number, string]>([
    ['another secret', { secret: 'some other secret of theirs' }, 401, 'SIGNATURE_INVALID'],
    ['an old signature', { now: Date.now() - 400_000 }, 401, 'SIGNATURE_EXPIRED'],
    ['no signature', { headers: { 'x-tuvens-signature': '' } }, 401, 'SIGNATURE_REQUIRED'],
    ['a made-up signature', { headers: { 'x-tuvens-signature': 'f'.repeat(64) } }, 401, 'SIGNATURE_INVALID'],
    ['no user', { headers: { 'x-on-behalf-of': '' } }, 400, 'VALIDATION_ERROR'],
    ['a made-up user', { headers: { 'x-on-behalf-of': "1' or 1=1" } }, 400, 'VALIDATION_ERROR'],
    ['a malformed event', { path: '/api/service/links/abc/report' }, 400, 'VALIDATION_ERROR'],
    ['a huge event', { path: `/api/service/links/${'9'.repeat(40)}/report` }, 400, 'VALIDATION_ERROR'],
    ['another call', { path: '/api/service/links/1/secrets' }, 404, 'NOT_FOUND'],
  ])('is refused with %s', async (_, request, status, code) => {
    expect(await refusal(request)).toEqual([status, code])
  })

  it('is refused with the plain shared secret: only signed calls may read reports', async () => {
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
    expect((await requestReport({ headers })).status).toBe(401)
  })

  it('is refused with headers of 40 KB', async () => {
    expect((await requestReport({ headers: { 'x-filler': 'x'.repeat(40_000) } })).status).toBe(431)
  })

  it('never passes /api/service on to the ticket system', async () => {
    await requestReport({ path: '/api/service/anything' })
    await requestReport({ secret: 'some other secret of theirs' })
    expect(test.hiEvents.count(/\/service\//)).toBe(0)
  })
})

describe('whether paid tickets can be paid for', () => {
  const paid = { id: 1, title: 'Seat', price: 20, left: 5 }
  const paymentsWith = async (providers: string[], tiers = [paid]) => {
    event.tiers = tiers
    event.settings['payment_providers'] = providers
    return (await link())?.payments
  }

  it('is told of a draft, too: offline always, cards as far as the ticket system says so, and not without a way to pay', async () => {
    expect(await paymentsWith(['STRIPE', 'OFFLINE'])).toBe('ready')
    expect(await paymentsWith([])).toBe('none')
    // Its pages do not show their settings.
    expect(await paymentsWith(['STRIPE'])).toBe('ready')
    test.hiEvents.pages.set('/auth/login', '<script>window.hievents = {"VITE_API_URL_CLIENT":"x"};</script>')
    expect(await paymentsWith(['STRIPE'])).toBe('cards_off')
    test.hiEvents.pages.set(
      '/auth/login',
      '<script>window.hievents = {"VITE_STRIPE_PUBLISHABLE_KEY":"pk_test_1"};</script>',
    )
    expect(await paymentsWith(['STRIPE'])).toBe('ready')
  })

  it('is no question where all tickets are free, or settings cannot be read', async () => {
    expect(await paymentsWith([], [{ ...paid, price: 0 }])).toBeNull()
    test.hiEvents.faults.push({ match: /settings$/, kind: 'error', value: 500, times: 9 })
    expect(await paymentsWith([])).toBeNull()
  })
})
