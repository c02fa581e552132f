import { signRequest } from '@tuvens/contract/signatures'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bundledLoader } from '../../../../embed/test-support/released.ts'
import type { FakeEvent } from '../../../test-support/fake-shop.ts'
import { eventOf, SHARED_SECRET } from '../../../test-support/fake-tuvens-api.ts'
import { type Harness, SITE_URL, startHarness } from '../../../test-support/harness.ts'
import { Visitor } from '../../../test-support/visitor.ts'

const VENUE = 'https://venue.example'

let test: Harness
let event: FakeEvent
beforeAll(async () => {
  test = await startHarness()
  await new Visitor(test).land({ session_token: test.api.issueToken({ event: eventOf('11') }) })
  event = test.hiEvents.world.events.at(-1) as FakeEvent
  event.tiers = [{ id: 1, title: 'Seat', price: 10, left: 50 }]
})
afterAll(() => test.stop())

const open = (path: string) => fetch(test.url + path)
const textAt = async (path: string) => (await open(path)).text()
const framers = async (path: string) =>
  /frame-ancestors ([^;]+);/.exec((await open(path)).headers.get('content-security-policy') ?? '')?.[1]

function call(method: 'GET' | 'PUT' | 'DELETE', path: string, body?: object) {
  const payload = body === undefined ? '' : JSON.stringify(body)
  const signed = signRequest([SHARED_SECRET], { method, path, body: payload }, Date.now())
  const headers = { ...signed, ...(payload !== '' && { 'content-type': 'application/json' }) }
  return fetch(test.url + path, { method, headers, ...(payload !== '' && { body: payload }) })
}

describe('an embedded event', () => {
  it('is shown in each state of the ticket system, and follows the event', async () => {
    event.status = 'DRAFT'
    const draft = await textAt('/embed/event/11/tickets')
    expect(draft).toContain('data-phase="preparing"')
    expect(draft).toContain('data-live-event="11"')
    event.status = 'LIVE'
    test.context.shopCache.invalidate(event.id)
    expect(await textAt('/embed/event/11/tickets')).toContain('data-phase="on_sale"')
    event.tiers = [{ id: 1, title: 'Seat', price: 10, left: 0 }]
    test.context.shopCache.invalidate(event.id)
    expect(await textAt('/embed/event/11/tickets')).toContain('data-phase="sold_out"')
    event.tiers = [{ id: 1, title: 'Seat', price: 10, left: 50 }]
    test.context.shopCache.invalidate(event.id)
  })

  it('without tickets is a page, too: it shows them once there are some', async () => {
    const answer = await open('/embed/event/4711/tickets')
    expect(answer.status).toBe(200)
    expect(answer.headers.get('content-security-policy')).toContain(`connect-src 'self' ${test.api.url}`)
    expect(await answer.text()).toContain('This event has no tickets here.')
  })

  it('that is loaded again because of a change shows nothing that was read before that change', async () => {
    expect(await textAt('/embed/event/11/tickets')).toContain('data-phase="on_sale"')
    event.tiers = [{ id: 1, title: 'Seat', price: 10, left: 0 }]
    // As another node does, which was told of the change: this one still has what it read before.
    await test.context
      .db`update link_statuses set shop_read_at = clock_timestamp() where hi_event_id = ${event.id}`
    expect(await textAt('/embed/event/11/tickets?seen=2')).toContain('data-phase="sold_out"')
    event.tiers = [{ id: 1, title: 'Seat', price: 10, left: 50 }]
    test.context.shopCache.invalidate(event.id)
  })

  it('leads its forms back to itself', async () => {
    expect(await textAt('/embed/event/11/tickets')).toContain('formaction="/embed/event/11/tickets"')
    expect(await textAt(`/embed/${event.id}`)).toContain(`formaction="/embed/${event.id}"`)
  })

  it('has the direction of the page around it', async () => {
    expect(await textAt('/embed/event/11/tickets?dir=rtl')).toContain('dir="rtl"')
    expect(await textAt('/embed/event/11/tickets?dir="><script>')).not.toContain('<script>')
  })
})

describe('an order of an embedded event', () => {
  const ask = async (order: string, value: number, answer: object) => {
    test.hiEvents.faults.push({
      match: `GET /api/public/events/${event.id}/order/${order}`,
      kind: 'error',
      value,
      body: answer,
    })
    const response = await fetch(`${test.url}/embed/event/11/completed`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ order, session_identifier: 'of-its-buyer' }),
    })
    return [response.status, await response.json()]
  }
  const complete = (order: string) => ask(order, 200, { data: { status: 'COMPLETED' } })

  it('is the first complete one for one caller, and for none after it', async () => {
    expect(await complete('o_first')).toEqual([200, { state: 'complete', is_first: true }])
    expect(await complete('o_first')).toEqual([200, { state: 'complete', is_first: false }])
    expect(await complete('o_second')).toEqual([200, { state: 'complete', is_first: true }])
  })

  it('is not claimed before it is complete', async () => {
    const data = { status: 'RESERVED', is_expired: false }
    expect(await ask('o_open', 200, { data })).toEqual([200, { state: 'open', is_first: false }])
    expect(await complete('o_open')).toEqual([200, { state: 'complete', is_first: true }])
  })

  it.each([
    ['expired', 200, { data: { status: 'RESERVED', is_expired: true } }],
    ['cancelled', 200, { data: { status: 'CANCELLED' } }],
    ['not of this session', 403, { message: 'Forbidden' }],
    ['unknown', 404, { message: 'Not found' }],
  ])('that is %s is gone', async (what, value, answer) => {
    const order = `o_${what.replaceAll(' ', '-')}`
    expect(await ask(order, value, answer)).toEqual([200, { state: 'gone', is_first: false }])
  })

  it('is asked about again when the ticket system does not answer', async () => {
    const [status, body] = await ask('o_away', 500, {})
    expect([status, body]).toMatchObject([503, { code: 'UPSTREAM_UNAVAILABLE' }])
  })
})

describe('who may frame an event', () => {
  const path = '/api/service/links/11/framing'
  const places = () => ['/embed/event/11/tickets', `/embed/${event.id}`]

  it('is the event site, then also the sites that its organiser names, from the next request on', async () => {
    event.status = 'LIVE'
    for (const place of places()) expect(await framers(place)).toBe(SITE_URL)
    expect((await call('PUT', path, { origins: [VENUE] })).status).toBe(200)
    for (const place of places()) expect(await framers(place)).toBe(`${SITE_URL} ${VENUE}`)
    expect(await (await call('GET', path)).json()).toEqual({ event_id: '11', origins: [VENUE] })
  })

  it('may be a site of the machine under a desk, without https', async () => {
    const origins = ['http://venue.localhost:8080', 'http://127.0.0.1:3000', `${VENUE}:8443`]
    expect((await call('PUT', path, { origins })).status).toBe(200)
  })

  it('is named as browsers name it, without the default port', async () => {
    const saved = await call('PUT', path, { origins: [`${VENUE}:443`, VENUE, 'http://localhost:80'] })
    expect(await saved.json()).toEqual({ event_id: '11', origins: [VENUE, 'http://localhost'] })
  })

  it('is never what could change the policy', async () => {
    for (const origin of [
      '*',
      "'self'",
      'https://*.example',
      `${VENUE} *`,
      `${VENUE};`,
      `${VENUE}/`,
      'javascript:',
      'http://venue.example',
    ])
      expect((await call('PUT', path, { origins: [origin] })).status, origin).toBe(400)
  })

  it('is only the event site once the event is unlinked, and until its organiser names sites again', async () => {
    await call('PUT', path, { origins: [VENUE] })
    expect((await call('DELETE', '/api/service/links/11')).status).toBe(204)
    for (const place of places()) expect(await framers(place)).toBe(SITE_URL)
    expect((await call('GET', path)).status).toBe(404)
    expect(await textAt('/embed/event/11/tickets')).toContain('This event has no tickets here.')
    await new Visitor(test).land({ session_token: test.api.issueToken({ event: eventOf('11') }) })
    expect(await (await call('GET', path)).json()).toEqual({ event_id: '11', origins: [] })
  })

  it('is changed by signed calls only', async () => {
    const headers = { 'content-type': 'application/json' }
    const answer = await fetch(test.url + path, { method: 'PUT', headers, body: '{"origins":[]}' })
    expect(answer.status).toBe(401)
  })
})

describe('the loader', () => {
  it('is served to every origin, and kept for a year under the name of its version', async () => {
    const { file, body } = bundledLoader()
    const answer = await open(`/embed/assets/${file}`)
    expect(answer.headers.get('access-control-allow-origin')).toBe('*')
    expect(answer.headers.get('cache-control')).toBe('public, max-age=31536000, immutable')
    expect(answer.headers.get('content-type')).toContain('text/javascript')
    expect(Buffer.from(await answer.arrayBuffer()).equals(body)).toBe(true)
  })
})
