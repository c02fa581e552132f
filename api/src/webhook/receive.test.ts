import { HEADERS } from '@tuvens/contract'
import { signRequest, signStandardWebhook, signStatusWebhook } from '@tuvens/contract/signatures'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  type TestUser,
  SECRET,
  startWorld,
  statusMessage,
  TestApi,
  type TestWorld,
} from '../../test-support/api.ts'

const URL = '/api/webhooks/hi-events/event-status-changed'
let nextId = 1000

describe('the status webhook (A5)', () => {
  let world: TestWorld
  let api: TestApi
  let owner: TestUser
  beforeAll(async () => {
    world = await startWorld()
    api = world.api
    owner = await api.person()
  })
  afterAll(() => world.end())

  const read = async (eventId: string) => (await api.app.inject(`/api/events/${eventId}`)).json()
  const inbox = (eventId: string) => world.database.db<{ outcome: string }[]>`
    select outcome from status_deliveries where event_id = ${eventId} order by id`
  const changes = (eventId: string) => world.database.db<{ phase: string; version: number }[]>`
    select phase, version from ticketing_changes where event_id = ${eventId} order by version`
  const at = (ms: number) => new Date(Date.parse('2026-03-01T10:00:00.000Z') + ms).toISOString()
  const post = (body: string, headers: Record<string, string>) =>
    api.app.inject({
      method: 'POST',
      url: URL,
      headers: { 'content-type': 'application/json', ...headers },
      payload: body,
    })

  it('writes status, link and contact fields, and keeps those of the organiser', async () => {
    const event = await api.event(owner, {
      contactData: { email: 'box@example.com', website: 'https://x.example' },
    })
    const answer = await api.webhook(statusMessage(event.id, 2, 'LIVE', at(0)))
    expect([answer.statusCode, answer.json()]).toEqual([
      200,
      { success: true, message: 'Webhook processed successfully' },
    ])
    expect(await read(event.id)).toMatchObject({
      ticketing_status: 'active',
      ticketing_phase: 'on_sale',
      hi_events_event_id: 2,
      widget_url: 'http://localhost:3002/embed/2',
      hi_events_event_url: 'http://localhost:3002/event/2/jazz',
      contactData: {
        email: 'box@example.com',
        website: 'https://x.example',
        hiEventsEventId: 2,
        hiEventsStatus: 'LIVE',
        hiEventsLastUpdated: at(0),
      },
    })
  })

  it.each([
    ['LIVE', 'active'],
    ['DRAFT', 'setup'],
    ['CANCELLED', 'inactive'],
    ['ENDED', 'inactive'],
    ['POSTPONED', 'setup'],
    ['live', 'setup'],
    ['__proto__', 'setup'],
  ])('maps %s to %s (A6)', async (word, status) => {
    const event = await api.event(owner)
    expect((await api.webhook(statusMessage(event.id, nextId++, word))).statusCode).toBe(200)
    expect((await read(event.id)).ticketing_status).toBe(status)
  })

  it('applies the sales status of live events', async () => {
    const event = await api.event(owner)
    const id = nextId++
    const said = async (status: string, sales?: string) => {
      const message = statusMessage(event.id, id, status)
      const payload = { ...message.payload, ...(sales !== undefined && { sales }) }
      expect((await api.webhook({ ...message, payload })).statusCode).toBe(200)
      const now = await read(event.id)
      return [now.ticketing_status, now.ticketing_phase]
    }
    expect(await said('LIVE', 'not_yet')).toEqual(['active', 'soon'])
    expect(await said('LIVE', 'low')).toEqual(['active', 'low'])
    expect(await said('LIVE', 'sold_out')).toEqual(['active', 'sold_out'])
    expect(await said('DRAFT', 'sold_out')).toEqual(['setup', 'paused'])
    expect(await said('LIVE')).toEqual(['active', 'on_sale'])
    expect((await changes(event.id)).map((row) => row.phase)).toEqual([
      'soon',
      'low',
      'sold_out',
      'paused',
      'on_sale',
    ])
  })

  it('answers a repeated delivery with 200 and changes nothing', async () => {
    const event = await api.event(owner)
    const message = statusMessage(event.id, nextId++, 'LIVE')
    await api.webhook(message)
    const before = await read(event.id)
    expect((await api.webhook(message)).statusCode).toBe(200)
    expect(await read(event.id)).toEqual(before)
    expect(await inbox(event.id)).toHaveLength(1)
  })

  it('applies one message that arrives many times at once only once', async () => {
    const event = await api.event(owner)
    const message = statusMessage(event.id, nextId++, 'LIVE')
    const answers = await Promise.all(Array.from({ length: 10 }, () => api.webhook(message)))
    expect(answers.map((each) => each.statusCode)).toEqual(Array(10).fill(200))
    expect([await inbox(event.id), await changes(event.id)].map((each) => each.length)).toEqual([1, 1])
  })

  it('stores a late older message without effect', async () => {
    const event = await api.event(owner)
    const id = nextId++
    await api.webhook(statusMessage(event.id, id, 'ENDED', at(5000)))
    await api.webhook(statusMessage(event.id, id, 'LIVE', at(4999)))
    expect((await read(event.id)).ticketing_status).toBe('inactive')
    expect((await inbox(event.id)).map((row) => row.outcome)).toEqual(['applied', 'stale'])
  })

  it('tells the sender of an older message, also when it is repeated, when the newest one was sent', async () => {
    const event = await api.event(owner)
    const id = nextId++
    const tell = async (word: string, ms: number) => {
      const answer = await api.webhook(statusMessage(event.id, id, word, at(ms)))
      expect(answer.json()).toEqual({ success: true, message: 'Webhook processed successfully' })
      return answer.headers[HEADERS.newestSentAt]
    }
    expect(await tell('ENDED', 5000)).toBeUndefined()
    expect([await tell('LIVE', 4999), await tell('LIVE', 4999)]).toEqual([at(5000), at(5000)])
    expect([await tell('ENDED', 5000), await tell('LIVE', 5001)]).toEqual([undefined, undefined])
  })

  it('orders messages of the same instant by arrival', async () => {
    const event = await api.event(owner)
    const id = nextId++
    for (const word of ['LIVE', 'DRAFT']) await api.webhook(statusMessage(event.id, id, word, at(0)))
    expect((await read(event.id)).ticketing_phase).toBe('paused')
  })

  it('orders by instant in any time zone', async () => {
    const event = await api.event(owner)
    const id = nextId++
    await api.webhook(statusMessage(event.id, id, 'ENDED', '2026-03-01T12:00:00.000Z'))
    await api.webhook(statusMessage(event.id, id, 'LIVE', '2026-03-01T13:30:00.000+02:00'))
    expect((await read(event.id)).ticketing_status).toBe('inactive')
  })

  it('applies a retry that arrives days later', async () => {
    const event = await api.event(owner)
    const old = new Date(Date.now() - 100 * 3_600_000).toISOString()
    expect((await api.webhook(statusMessage(event.id, nextId++, 'LIVE', old))).statusCode).toBe(200)
    expect((await read(event.id)).ticketing_status).toBe('active')
  })

  it('writes a change only when pages would show a difference', async () => {
    const event = await api.event(owner)
    const id = nextId++
    for (const word of ['LIVE', 'LIVE', 'DRAFT', 'POSTPONED', 'LIVE', 'ENDED', 'CANCELLED'])
      await api.webhook(statusMessage(event.id, id, word))
    expect(await changes(event.id)).toEqual(
      ['on_sale', 'paused', 'on_sale', 'ended', 'cancelled'].map((phase, at) => ({ phase, version: at + 1 })),
    )
  })

  it('refuses a message about another than the linked event, and records it', async () => {
    const [event, other] = [await api.event(owner), await api.event(owner)]
    const [id, taken] = [nextId++, nextId++]
    await api.webhook(statusMessage(event.id, id, 'LIVE'))
    await api.webhook(statusMessage(other.id, taken, 'LIVE'))
    for (const wrong of [taken, nextId++]) {
      const answer = await api.webhook(statusMessage(event.id, wrong, 'CANCELLED'))
      expect([answer.statusCode, answer.json().code]).toEqual([409, 'LINK_CONFLICT'])
    }
    expect((await read(event.id)).ticketing_status).toBe('active')
    await expect
      .poll(
        () => world.database.db`
        select outcome from audit_log where event_id = ${event.id} and outcome = 'LINK_CONFLICT'`,
      )
      .toHaveLength(2)
  })

  it('refuses a message about an unknown event', async () => {
    const answer = await api.webhook(statusMessage('999999999', 1, 'LIVE'))
    expect([answer.statusCode, answer.json().code]).toEqual([404, 'EVENT_NOT_FOUND'])
  })

  it.each([
    ['payload.tuvens_event_id', { payload: { id: 1, status: 'LIVE' } }],
    ['payload.id', { payload: { id: '1', status: 'LIVE', tuvens_event_id: '1' } }],
    ['event_sent_at', { event_sent_at: 'yesterday' }],
    ['event_sent_at', { event_sent_at: '2016-12-31T23:59:60Z' }],
    ['event_sent_at', { event_sent_at: '0000-01-01T00:00:00Z' }],
    ['event_type', { event_type: 'event.deleted' }],
    ['payload.sales', { payload: { id: 1, status: 'LIVE', tuvens_event_id: '1', sales: 'brisk' } }],
  ])('names the invalid field %s', async (field, change) => {
    const answer = await api.webhook({ ...statusMessage('1', 1, 'LIVE'), ...change })
    expect(answer.statusCode).toBe(400)
    expect(answer.json().origin.details[0].field).toBe(field)
  })

  it('accepts unknown fields', async () => {
    const event = await api.event(owner)
    const message = statusMessage(event.id, nextId++, 'LIVE')
    expect(
      (await api.webhook({ ...message, extra: 1, payload: { ...message.payload, slug: 'x' } })).statusCode,
    ).toBe(200)
  })

  describe('signatures', () => {
    const body = () => JSON.stringify(statusMessage('999999999', 1, 'LIVE'))
    const known = 'EVENT_NOT_FOUND'

    it('accepts Standard Webhooks within their time window', async () => {
      const text = body()
      const message = { id: 'msg_1', now: Date.now(), body: text }
      const { id, timestamp, signature } = signStandardWebhook([SECRET], message)
      const headers = {
        [HEADERS.standardId]: id,
        [HEADERS.standardTimestamp]: timestamp,
        [HEADERS.standardSignature]: `v1,bm9uZQ== ${signature}`,
      }
      expect((await post(text, headers)).json().code).toBe(known)
      expect((await post(text, { ...headers, [HEADERS.standardId]: 'msg_2' })).json().code).toBe(
        'SIGNATURE_INVALID',
      )
      const old = signStandardWebhook([SECRET], { ...message, now: message.now - 400_000 })
      const late = {
        ...headers,
        [HEADERS.standardTimestamp]: old.timestamp,
        [HEADERS.standardSignature]: old.signature,
      }
      expect((await post(text, late)).json().code).toBe('SIGNATURE_EXPIRED')
    })

    it('accepts Standard Webhooks under the names that Svix sends, and only with an id', async () => {
      const text = body()
      const headersOf = (given: string) => {
        const { id, timestamp, signature } = signStandardWebhook([SECRET], {
          id: given,
          now: Date.now(),
          body: text,
        })
        return { 'svix-id': id, 'svix-timestamp': timestamp, 'svix-signature': signature }
      }
      expect((await post(text, headersOf('msg_1'))).json().code).toBe(known)
      expect((await post(text, headersOf(''))).json().code).toBe('SIGNATURE_REQUIRED')
    })

    it('refuses a compressed body for what it is', async () => {
      const text = body()
      const signed = signRequest([SECRET], { method: 'POST', path: URL, body: text }, Date.now())
      const answer = await post(text, { ...signed, 'content-encoding': 'gzip' })
      expect([answer.statusCode, answer.json().code]).toEqual([415, 'UNSUPPORTED_MEDIA_TYPE'])
    })

    it('verifies the signature over the raw bytes and the path', async () => {
      const text = body()
      const signed = (change: { body?: string; path?: string } = {}) =>
        signRequest([SECRET], { method: 'POST', path: URL, body: text, ...change }, Date.now())
      expect((await post(text, signed())).json().code).toBe(known)
      for (const [sent, headers] of [
        [`${text} `, signed()],
        [text, signed({ body: `${text} ` })],
        [text, signed({ path: '/api/cross-app/validate-session' })],
      ] as const)
        expect((await post(sent, headers)).json().code).toBe('SIGNATURE_INVALID')
    })

    it('accepts the older signature over the body alone only with ALLOW_LEGACY_S2S', async () => {
      const text = body()
      const older = (signature: string) => ({ [HEADERS.statusWebhookSignature]: signature })
      const signature = signStatusWebhook([SECRET], text)
      expect((await post(text, older(signature))).json().code).toBe('SIGNATURE_REQUIRED')
      const legacy = await TestApi.start(world.database.url, { ALLOW_LEGACY_S2S: 'true' })
      for (const [given, code] of [
        [signature, known],
        ['', 'SIGNATURE_INVALID'],
        ['0'.repeat(64), 'SIGNATURE_INVALID'],
        [`sha256=${'0'.repeat(64)}`, 'SIGNATURE_INVALID'],
      ] as const) {
        const headers = { 'content-type': 'application/json', ...older(given) }
        const answer = await legacy.app.inject({ method: 'POST', url: URL, headers, payload: text })
        expect([given, answer.json().code]).toEqual([given, code])
      }
      await legacy.stop()
    })

    it.each([
      ['none', {}, 'SIGNATURE_REQUIRED'],
      ['empty', { [HEADERS.signature]: '' }, 'SIGNATURE_REQUIRED'],
      ['without its time', { [HEADERS.signature]: '0'.repeat(64) }, 'SIGNATURE_REQUIRED'],
      ['a plain secret', { [HEADERS.sharedSecret]: SECRET }, 'SIGNATURE_REQUIRED'],
      ['half of Standard Webhooks', { [HEADERS.standardSignature]: 'v1,eA==' }, 'SIGNATURE_REQUIRED'],
    ])('refuses a delivery when the signature is %s', async (_case, headers, code) => {
      const answer = await post(body(), headers)
      expect([answer.statusCode, answer.json().code]).toEqual([401, code])
    })

    it('refuses a forged signature without a query', async () => {
      const cut = await TestApi.start(world.database.url)
      await cut.context.db.end()
      const answer = await cut.webhook(statusMessage('1', 1, 'LIVE'), 'not-the-shared-secret')
      expect(answer.statusCode).toBe(401)
      expect((await cut.webhook(statusMessage('1', 1, 'LIVE'))).statusCode).toBe(503)
      await cut.app.close()
    })

    it('accepts the old and the new secret during a rotation', async () => {
      const rotating = await TestApi.start(world.database.url, {
        HI_EVENTS_SHARED_SECRET: `the-next-shared-secret,${SECRET}`,
      })
      for (const secret of [SECRET, 'the-next-shared-secret']) {
        expect((await rotating.webhook(statusMessage('999999999', 1, 'LIVE'), secret)).statusCode).toBe(404)
      }
      await rotating.stop()
    })
  })

  it('ends at the newest report, whatever is repeated, delayed or reordered', async () => {
    const words = fc.array(fc.constantFrom('LIVE', 'DRAFT', 'ENDED', 'CANCELLED', 'ODD'), {
      minLength: 1,
      maxLength: 8,
    })
    const status: Record<string, string> = { LIVE: 'active', ENDED: 'inactive', CANCELLED: 'inactive' }
    await fc.assert(
      fc.asyncProperty(words, fc.infiniteStream(fc.nat()), fc.boolean(), async (sent, chance, atOnce) => {
        const event = await api.event(owner)
        const id = nextId++
        const messages = sent.map((word, ms) => statusMessage(event.id, id, word, at(ms)))
        const repeated = messages.flatMap((each) => (chance.next().value % 3 === 0 ? [each, each] : [each]))
        const order = repeated.map((each) => ({ each, key: chance.next().value }))
        const arriving = order.sort((a, b) => a.key - b.key).map(({ each }) => each)
        if (atOnce) await Promise.all(arriving.map((each) => api.webhook(each)))
        else for (const each of arriving) await api.webhook(each)
        const last = sent.at(-1) ?? ''
        const now = await read(event.id)
        expect(now.ticketing_status).toBe(status[last] ?? 'setup')
        expect(now.contactData.hiEventsStatus).toBe(last)
        const versions = (await changes(event.id)).map((row) => row.version)
        expect(versions).toEqual(versions.map((_, index) => index + 1))
        expect(now.ticketing_version).toBe(versions.length)
      }),
      { numRuns: 30 },
    )
  })
})
