import { HEADERS, type LinkReport } from '@tuvens/contract'
import { checkRequest } from '@tuvens/contract/signatures'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import {
  type TestUser,
  SECRET,
  startWorld,
  statusMessage,
  TestApi,
  type TestWorld,
} from '../../test-support/api.ts'

type Responder = (response: ServerResponse) => void

const json =
  (status: number, body: unknown): Responder =>
  (response) => {
    response.writeHead(status, { 'content-type': 'application/json' })
    response.end(JSON.stringify(body))
  }

const noLink = (eventId: string): LinkReport => ({
  event_id: eventId,
  compiled_at: '2026-01-01T12:00:00.000Z',
  frame_origins: ['https://site.example'],
  link: null,
})

describe('the ticketing report', () => {
  let world: TestWorld
  let api: TestApi
  let owner: TestUser
  let tickets: Server
  let answer: Responder
  let seen: IncomingMessage[]
  let settings: Record<string, string>

  beforeAll(async () => {
    tickets = createServer((request, response) => {
      seen.push(request)
      answer(response)
    })
    await new Promise<void>((resolve) => tickets.listen(0, '127.0.0.1', resolve))
    settings = { TICKET_SERVICE_URL: `http://127.0.0.1:${(tickets.address() as AddressInfo).port}` }
    world = await startWorld(settings)
    api = world.api
    owner = await api.person()
  })
  afterAll(async () => {
    tickets.closeAllConnections()
    await new Promise((resolve) => tickets.close(resolve))
    await world.end()
  })
  beforeEach(() => {
    seen = []
    answer = json(500, {})
  })

  const read = (user: TestUser, id: string, headers: Record<string, string> = {}) =>
    api.as(user, { method: 'GET', url: `/api/events/${id}/ticketing-report`, headers })

  it('contains the evidence of the API and of the ticket origin', async () => {
    const event = await api.event(owner)
    answer = json(200, noLink(event.id))
    const response = await read(owner, event.id)
    expect([response.statusCode, response.headers['cache-control']]).toEqual([200, 'no-store'])
    expect(response.json()).toEqual({
      event_id: event.id,
      compiled_at: expect.any(String),
      status: 'none',
      phase: 'none',
      version: 0,
      changed_at: null,
      hi_events_event_id: null,
      widget_url: null,
      ends_at: '2030-06-01T22:00:00.000Z',
      last_message: null,
      future_message_at: null,
      link_report_outcome: 'received',
      link_report: noLink(event.id),
    })
  })

  it('names the last applied status report and the last change of the log', async () => {
    const event = await api.event(owner)
    await api.webhook(statusMessage(event.id, 501, 'LIVE', '2026-03-01T12:00:00.000Z'))
    await api.webhook(statusMessage(event.id, 501, 'DRAFT', '2026-02-01T12:00:00.000Z'))
    const report = (await read(owner, event.id)).json()
    expect(report).toMatchObject({ status: 'active', phase: 'on_sale', version: 1, hi_events_event_id: 501 })
    expect(report.last_message.sent_at).toBe('2026-03-01T12:00:00.000Z')
    for (const instant of [report.last_message.received_at, report.changed_at]) {
      expect(Date.parse(instant)).toBeGreaterThan(Date.now() - 3_600_000)
    }
  })

  it('is requested from the ticket origin by a signed call on behalf of the user, without a token', async () => {
    const event = await api.event(owner)
    answer = json(200, noLink(event.id))
    await read(owner, event.id)
    const [{ method = '', url = '', headers } = {} as IncomingMessage] = seen
    expect([method, url]).toEqual(['GET', `/api/service/links/${event.id}/report`])
    const given = {
      timestamp: headers[HEADERS.timestamp] as string,
      signature: headers[HEADERS.signature] as string,
      now: Date.now(),
    }
    expect(checkRequest([SECRET], { method, path: url, body: '' }, given)).toBe('ok')
    expect([headers[HEADERS.onBehalfOf], headers.authorization]).toEqual([owner.id, undefined])
  })

  it.each<[string, string, Responder]>([
    ['unreachable', 'answers 500', json(500, { secret: 'inner words' })],
    ['unreachable', 'answers 503', json(503, {})],
    ['unreachable', 'closes the connection', (response) => response.destroy()],
    [
      'unreachable',
      'redirects',
      (response) => response.writeHead(302, { location: 'http://evil.example' }).end(),
    ],
    ['refused', 'rejects the signature', json(401, { code: 'SIGNATURE_INVALID' })],
    ['unreadable', 'answers with HTML', (response) => response.end('<h1>inner words</h1>')],
    ['unreadable', 'answers with other fields', json(200, { event_id: 5, link: 'inner words' })],
    ['unreadable', 'answers with 5 MB', (response) => response.end('x'.repeat(5_000_000))],
    ['unreadable', 'answers 404', json(404, { code: 'NOT_FOUND' })],
  ])('has the outcome %s when the ticket origin %s', async (outcome, _, responder) => {
    const event = await api.event(owner)
    answer = responder
    const response = await read(owner, event.id)
    expect(response.statusCode).toBe(200)
    expect(response.json()).toMatchObject({ link_report_outcome: outcome, link_report: null, status: 'none' })
    expect(response.body).not.toMatch(/inner words|evil/)
  })

  it('drops fields of the link report that the contract does not name', async () => {
    const event = await api.event(owner)
    answer = json(200, { ...noLink(event.id), password: 'inner words' })
    expect((await read(owner, event.id)).body).not.toContain('inner words')
  })

  describe('is readable only by users who may manage ticketing', () => {
    const refused = async (user: TestUser, id: string) => {
      const response = await read(user, id)
      expect(seen).toEqual([])
      expect(Object.keys(response.json())).not.toContain('link_report')
      return [response.statusCode, response.json().code]
    }

    it('refuses a user of another account', async () => {
      const event = await api.event(owner)
      expect(await refused(await api.person('Eve'), event.id)).toEqual([403, 'NOT_A_MEMBER'])
    })

    it('refuses a viewer', async () => {
      const event = await api.event(owner)
      const viewer = await api.person('Vera')
      await api.join(viewer, owner.accountId, 'viewer')
      expect(await refused(viewer, event.id)).toEqual([403, 'PERMISSION_DENIED'])
    })

    it('refuses a guest, a forged token and a service', async () => {
      const url = `/api/events/${(await api.event(owner)).id}/ticketing-report`
      const answers = [
        await api.app.inject(url),
        await api.app.inject({ url, headers: { authorization: 'Bearer made.up.token' } }),
        await api.signed({ method: 'GET', url }),
        await api.plain({ method: 'GET', url }),
      ]
      expect(answers.map((each) => each.statusCode)).toEqual([401, 401, 401, 401])
      expect(seen).toEqual([])
    })

    it.each([
      ['999999999', 404, 'EVENT_NOT_FOUND'],
      ['0', 400, 'VALIDATION_ERROR'],
      ['-1', 400, 'VALIDATION_ERROR'],
      ['1e3', 400, 'VALIDATION_ERROR'],
      ["1'--", 400, 'VALIDATION_ERROR'],
      ['..%2f..%2fservice', 400, 'VALIDATION_ERROR'],
      ['9'.repeat(19), 400, 'VALIDATION_ERROR'],
    ])('refuses event id %s', async (id, status, code) => {
      expect(await refused(owner, id)).toEqual([status, code])
    })
  })

  it('is limited per user, with Retry-After', async () => {
    const narrow = await TestApi.start(world.database.url, { ...settings, LIMIT_REPORT: '2' })
    try {
      const event = await api.event(owner)
      const url = `/api/events/${event.id}/ticketing-report`
      const statuses = []
      for (let made = 0; made < 3; made++)
        statuses.push((await narrow.as(owner, { method: 'GET', url })).statusCode)
      const last = await narrow.as(owner, { method: 'GET', url })
      expect(statuses).toEqual([200, 200, 429])
      expect(Number(last.headers['retry-after'])).toBeGreaterThan(0)
      expect(seen).toHaveLength(2)
    } finally {
      await narrow.stop()
    }
  })

  it('refuses a header of 40 KB', async () => {
    const address = await api.listen()
    const response = await fetch(`${address}/api/events/1/ticketing-report`, {
      headers: { authorization: `Bearer ${'x'.repeat(40_000)}` },
    })
    expect(response.status).toBe(431)
  })
})
