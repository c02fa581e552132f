import { NativeWebhook } from '@tuvens/contract'
import { checkNativeWebhook } from '@tuvens/contract/signatures'
import { clientKey } from '@tuvens/platform/limits/client'
import { decodeJwt, jwtVerify } from 'jose'
import { isIPv6 } from 'node:net'
import { Value } from 'typebox/value'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import {
  deliveries,
  type Recording,
  type RecordingFolder,
  recordedSecrets,
  recording,
} from '../../test-support/recordings.ts'
import { type FakeServer, startFake } from '../../test-support/server.ts'
import { createJwtLogin } from '../mapping/login-by-jwt.ts'
import { sourceStatusOf } from '../status/source-status.ts'
import { type UpstreamCaller, createCaller } from './call.ts'
import { UpstreamError } from './errors.ts'
import { createHiEvents, type HiEvents } from './hi-events.ts'

let fake: FakeServer
let caller: UpstreamCaller
let hiEvents: HiEvents
let answering: Recording
beforeAll(async () => {
  fake = await startFake(() => {
    const { status, headers, body } = answering.response
    return { status, headers, ...(body !== '' && { body }) }
  })
  caller = createCaller(fake.url)
  hiEvents = createHiEvents(caller)
})
afterAll(async () => {
  await caller.close()
  await fake.close()
})
beforeEach(() => {
  fake.faults.length = 0
  fake.seen.length = 0
})

/** The client's call, answered by a recording. */
async function replay<T>(
  name: string,
  call: () => Promise<T>,
  folder: RecordingFolder = 'story',
): Promise<T> {
  answering = recording(folder, name)
  return call()
}
/** Sent as it was recorded, but for the values. */
function isAsRecorded({ request }: Recording): void {
  const sent = fake.seen.at(-1)
  expect(`${sent?.method} ${sent?.path}`).toBe(`${request.method} ${request.path.split('?')[0]}`)
  expect(sent?.headers.accept).toBe('application/json')
  const fields = Object.keys((request.body as object | undefined) ?? {})
  expect(fields).toEqual(expect.arrayContaining(Object.keys(sent?.body ?? {})))
}

describe('the Hi.Events client reads the recorded response', () => {
  it('of a registration and returns its token', async () => {
    const { request } = recording('story', 'register')
    const token = await replay('register', () => hiEvents.register(request.body as never))
    expect(token).toBe(answering.response.headers['x-auth-token'])
    isAsRecorded(answering)
  })
  it('of a login', async () => {
    const answer = await replay('login', () => hiEvents.login({ email: 'a@b.c', password: 'x' }))
    expect(answer).toMatchObject({ token: expect.any(String), accounts: [{ id: 1 }] })
    isAsRecorded(answering)
  })
  it('of the current user', async () => {
    expect(await replay('users-me', () => hiEvents.me('t'))).toMatchObject({
      id: 1,
      account_id: 1,
      role: 'ADMIN',
    })
    isAsRecorded(answering)
  })
  it('of the list of organizers and of a new one', async () => {
    expect(await replay('organizers-list', () => hiEvents.organizers('t'))).toMatchObject([{ id: 1 }])
    const body = { name: 'x', email: 'a@b.c', timezone: 'UTC', currency: 'EUR' }
    expect(await replay('organizer-create', () => hiEvents.createOrganizer('t', body))).toMatchObject({
      id: 1,
    })
    isAsRecorded(answering)
  })
  it('of a new webhook with its secret, and of the list without secrets', async () => {
    const body = { url: 'http://x', event_types: ['event.created'] }
    const made = await replay('organizer-webhook-create', () => hiEvents.createWebhook('t', 1, body))
    expect(made).toMatchObject({ id: 1, secret: 'MFhaaQQxj2lts0CVplE8ZNCNZcaQsd9e' })
    isAsRecorded(answering)
    const [listed] = await replay('organizer-webhooks-list', () => hiEvents.webhooks('t', 1))
    expect(listed).toMatchObject({ id: 1, status: 'ENABLED' })
    expect(listed).not.toHaveProperty('secret')
  })
  it('of a new event, of one event and of the list', async () => {
    const made = await replay('event-create', () => hiEvents.createEvent('t', {} as never))
    expect(made).toMatchObject({
      id: 1,
      status: 'DRAFT',
      attributes: [{ name: 'tuvens_event_id', value: '11' }],
    })
    expect(await replay('event-get', () => hiEvents.event('t', 1))).toMatchObject({ id: 1 })
    isAsRecorded(answering)
    const { events, isLast } = await replay('events-list-by-updated', () => hiEvents.events('t'))
    expect([events.length, isLast]).toEqual([1, true])
  })
  it('of changed settings', async () => {
    await replay('event-settings-patch-venue', () => hiEvents.patchSettings('t', 1, {}))
    isAsRecorded(answering)
  })
  it.each([
    ['event-get', 'DRAFT'],
    ['event-get-ended', 'ENDED'],
    ['event-status-live', 'LIVE'],
    ['event-status-archived', 'CANCELLED'],
    ['event-after-organizer-archive', 'CANCELLED'],
    ['event-duplicate', 'DRAFT'],
  ])('of an event: %s has the status %s', async (name, status) => {
    expect(sourceStatusOf(await replay(name, () => hiEvents.event('t', 1)))).toBe(status)
  })
  it.each(['public-event', 'public-event-promo', 'public-event-reserved', 'public-event-sold-out'])(
    'of a shop: %s',
    async (name) => {
      const event = await replay(name, () => hiEvents.publicEvent(7), 'shop')
      expect(event.product_categories.map((each) => each.name)).toEqual(['Tickets', 'Merchandise'])
    },
  )
  it('of an order, which it sends with the buyer’s address', async () => {
    const made = await replay(
      'order-paid',
      () => hiEvents.placeOrder(7, { products: [] }, '192.0.2.1'),
      'shop',
    )
    expect(made).toMatchObject({ short_id: 'o_dLIRvvbxpNyUq' })
    isAsRecorded(answering)
    expect(fake.seen.at(-1)?.headers['x-forwarded-for']).toBe('192.0.2.1')
  })
})

describe('the Hi.Events client names the recorded failure', () => {
  it.each([
    ['register-again-same-email', 'refused', { email: [expect.stringContaining('already an account')] }],
    ['login-wrong-password', 'unauthorised', {}],
    ['users-me-unauthenticated', 'unauthorised', {}],
    ['users-me-unauthenticated-no-accept', 'invalid', {}],
    ['events-minted-no-account', 'forbidden', {}],
    ['webhook-create-missing-fields', 'failed', {}],
    ['webhook-create-internal-url', 'refused', { url: [expect.stringContaining('private')] }],
    ['event-create-with-location', 'failed', {}],
    ['event-public-draft', 'missing', {}],
    ['event-public-missing', 'missing', {}],
    ['event-get-deleted', 'missing', {}],
    ['order-create-too-many', 'refused', { 'products.0': [expect.stringContaining('maximum')] }],
    ['order-create-on-draft', 'failed', {}],
  ])('%s as %s', async (name, failure, fields) => {
    const error: unknown = await replay(name, () => hiEvents.event('t', 1)).catch((each: unknown) => each)
    expect(error).toBeInstanceOf(UpstreamError)
    expect(error).toMatchObject({ failure, fields })
  })

  it.each([
    ['order-bad-promo', 'This promo code is invalid'],
    ['order-over-max', 'The maximum number of products available for Free is 3'],
    ['order-sold-out', 'The product Free is sold out'],
  ])('%s with the ticket system’s own sentence', async (name, sentence) => {
    const call = replay(name, () => hiEvents.placeOrder(7, { products: [] }, '192.0.2.1'), 'shop')
    await expect(call).rejects.toMatchObject({ failure: 'refused', sentence })
  })
})

describe('a failing ticket system', () => {
  const read = () => replay('event-get', () => hiEvents.event('t', 1))

  it('gets a read again after its response was cut off', async () => {
    fake.faults.push({ match: /./, kind: 'cut' })
    expect(await read()).toMatchObject({ id: 1 })
    expect(fake.seen).toHaveLength(2)
  })

  it('does not get a write again after its response was lost', async () => {
    fake.faults.push({ match: /./, kind: 'lost' })
    await expect(replay('event-create', () => hiEvents.createEvent('t', {} as never))).rejects.toMatchObject({
      failure: 'unreachable',
      code: 'UPSTREAM_UNAVAILABLE',
      isUncertain: true,
    })
    expect(fake.seen).toHaveLength(1)
  })

  it.each([
    ['html', 'invalid', 'UPSTREAM_INVALID'],
    ['redirect', 'invalid', 'UPSTREAM_INVALID'],
    ['huge', 'invalid', 'UPSTREAM_INVALID'],
    ['nonsense', 'invalid', 'UPSTREAM_INVALID'],
    ['error', 'failed', 'UPSTREAM_UNAVAILABLE'],
  ] as const)('that responds with %s causes the failure %s', async (kind, failure, code) => {
    fake.faults.push({ match: /./, kind, times: 2 })
    await expect(read()).rejects.toMatchObject({ failure, code })
  })

  it('causes an error that names the invalid field and the call', async () => {
    fake.faults.push({ match: /./, kind: 'nonsense', times: 2 })
    await expect(read()).rejects.toMatchObject({
      call: 'GET /events/1',
      sentence: expect.stringContaining('/data'),
    })
  })

  it('that limits requests causes an error with its Retry-After', async () => {
    fake.faults.push({ match: /./, kind: 'error', value: 429, headers: { 'retry-after': '42' } })
    await expect(read()).rejects.toMatchObject({ failure: 'limited', retryAfter: 42 })
  })

  it('causes errors without promo codes', async () => {
    fake.faults.push({ match: /./, kind: 'error', value: 500 })
    const error = await replay('event-get', () => hiEvents.publicEvent(7, { promoCode: 'SECRETCODE' })).catch(
      (each) => each,
    )
    expect(JSON.stringify([error, String(error), String(error.cause)])).not.toContain('SECRETCODE')
  })
})

describe('a read of a shop', () => {
  const addressOf = async (id: number, clientIp?: string) => {
    const options = clientIp === undefined ? {} : { clientIp }
    await replay('public-event', () => hiEvents.publicEvent(id, options), 'shop')
    return fake.seen.at(-1)?.headers['x-forwarded-for']
  }

  it('for one visitor counts against that visitor', async () => {
    expect(await addressOf(7, '192.0.2.1')).toBe('192.0.2.1')
  })

  it('for no visitor counts against an unused address made of the event id', async () => {
    expect(await addressOf(7)).toBe('2001:db8:0000:0007:0:0:0000:0000')
    expect(await addressOf(Number.MAX_SAFE_INTEGER)).toBe('2001:db8:ffff:ffff:0:0:001f:ffff')
    expect(isIPv6((await addressOf(70_000)) as string)).toBe(true)
  })

  it('for no visitor uses up the limit of no other event, also where 64 bits of an address count', async () => {
    const ids = [7, 8, 65_543, 70_000, 4_294_967_295]
    const clients = await Promise.all(ids.map((id) => addressOf(id)))
    expect(new Set(clients.map((each) => clientKey(String(each)))).size).toBe(ids.length)
  })
})

describe('recorded webhooks', () => {
  it.each(deliveries().map((each) => [each.label, each] as const))(
    '%s has a signature that we accept for its raw bytes only',
    (_label, each) => {
      const raw = Buffer.from(each.raw)
      const signature = each.headers['signature'] ?? ''
      expect(checkNativeWebhook([each.secret], raw, signature)).toBe(true)
      expect(checkNativeWebhook([`${each.secret}x`], raw, signature)).toBe(false)
      // Decoded and written again, the bytes are others: only the raw ones verify.
      const again = Buffer.from(JSON.stringify(JSON.parse(each.raw)))
      expect(checkNativeWebhook([each.secret], again, signature)).toBe(again.equals(raw))
      expect(Value.Check(NativeWebhook, JSON.parse(each.raw))).toBe(true)
    },
  )
})

describe('a signed token', () => {
  it('has the same claims as a recorded token that Hi.Events accepted', async () => {
    const { request } = recording('story', 'users-me-minted-jwt')
    const accepted = (request.headers['authorization'] ?? '').slice('Bearer '.length)
    const { jwt_secret } = recordedSecrets()
    await jwtVerify(accepted, Buffer.from(jwt_secret), {
      currentDate: new Date((decodeJwt(accepted).iat ?? 0) * 1000),
    })
    const login = createJwtLogin({ jwtSecret: jwt_secret, issuer: 'http://127.0.0.1:8000', now: Date.now })
    const account = { hiUserId: 1, hiAccountId: 1, hiRole: 'ADMIN' }
    const signed = decodeJwt(await login.signIn(account as never))
    const wanted = decodeJwt(accepted)
    expect(Object.keys(signed).sort()).toEqual(Object.keys(wanted).sort())
    expect(signed).toMatchObject({ sub: wanted.sub, prv: wanted['prv'], account_id: 1, role: 'ADMIN' })
  })
})
