import { readResult } from '@tuvens/platform/http/call-result'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { recording } from '../../test-support/recordings.ts'
import { type FakeServer, startFake } from '../../test-support/server.ts'
import { type UpstreamCaller, createCaller } from './call.ts'
import { UpstreamError, upstreamErrorOf } from './errors.ts'
import { createHiEvents, type HiEvents } from './hi-events.ts'

type Answer = { status: number; headers: Record<string, string>; body: string | Buffer }

let fake: FakeServer
let caller: UpstreamCaller
let hiEvents: HiEvents
let answer: Answer
beforeAll(async () => {
  fake = await startFake(() => answer)
  caller = createCaller(fake.url, { randomFraction: () => 0, sleep: () => Promise.resolve() })
  hiEvents = createHiEvents(caller)
})
afterAll(async () => {
  await caller.close()
  await fake.close()
})
beforeEach(() => {
  fake.seen.length = 0
})

type Method = { call: (of: HiEvents) => Promise<unknown>; good?: [folder: 'story' | 'shop', name: string] }

/** Every call, with the recorded response of a real Hi.Events. */
const METHODS = {
  register: { call: (of: HiEvents) => of.register({} as never), good: ['story', 'register'] },
  login: { call: (of: HiEvents) => of.login({ email: 'a@b.c', password: 'x' }), good: ['story', 'login'] },
  refresh: { call: (of: HiEvents) => of.refresh('t'), good: ['story', 'refresh'] },
  logout: { call: (of: HiEvents) => of.logout('t') },
  me: { call: (of: HiEvents) => of.me('t'), good: ['story', 'users-me'] },
  changePassword: {
    call: (of: HiEvents) => of.changePassword('t', { current: 'one', password: 'other' }),
    good: ['story', 'users-me'],
  },
  organizers: { call: (of: HiEvents) => of.organizers('t'), good: ['story', 'organizers-list'] },
  createOrganizer: {
    call: (of: HiEvents) => of.createOrganizer('t', {} as never),
    good: ['story', 'organizer-create'],
  },
  webhooks: { call: (of: HiEvents) => of.webhooks('t', 1), good: ['story', 'organizer-webhooks-list'] },
  createWebhook: {
    call: (of: HiEvents) => of.createWebhook('t', 1, {} as never),
    good: ['story', 'organizer-webhook-create'],
  },
  updateWebhook: {
    call: (of: HiEvents) => of.updateWebhook('t', 1, { id: 1 } as never),
    good: ['story', 'webhook-pause'],
  },
  deleteWebhook: { call: (of: HiEvents) => of.deleteWebhook('t', 1, 1) },
  event: { call: (of: HiEvents) => of.event('t', 1), good: ['story', 'event-get'] },
  events: { call: (of: HiEvents) => of.events('t'), good: ['story', 'events-list-by-updated'] },
  createEvent: { call: (of: HiEvents) => of.createEvent('t', {} as never), good: ['story', 'event-create'] },
  updateEvent: {
    call: (of: HiEvents) => of.updateEvent('t', 1, {} as never),
    good: ['story', 'event-update'],
  },
  uploadCover: {
    call: (of: HiEvents) => of.uploadCover('t', 1, { name: 'a.jpg', bytes: Buffer.from('x') }),
    // No upload was recorded; of its answer only the id is needed.
    good: ['story', 'organizer-create'],
  },
  addDate: { call: (of: HiEvents) => of.addDate('t', 1, {} as never) },
  updateDate: { call: (of: HiEvents) => of.updateDate('t', 1, { id: 2 } as never) },
  deleteDate: { call: (of: HiEvents) => of.deleteDate('t', 1, 2) },
  deleteImage: { call: (of: HiEvents) => of.deleteImage('t', 1, 2) },
  orders: { call: (of: HiEvents) => of.orders('t', 1), good: ['story', 'orders-list'] },
  settings: { call: (of: HiEvents) => of.settings('t', 1), good: ['story', 'event-settings-get'] },
  patchSettings: {
    call: (of: HiEvents) => of.patchSettings('t', 1, {}),
    good: ['story', 'event-settings-patch-venue'],
  },
  publicEvent: { call: (of: HiEvents) => of.publicEvent(7), good: ['shop', 'public-event'] },
  isPromoCode: {
    call: (of: HiEvents) => of.isPromoCode(7, 'JAZZ10', '192.0.2.1'),
    good: ['shop', 'public-promo-valid'],
  },
  joinWaitingList: {
    call: (of: HiEvents) => of.joinWaitingList(7, {} as never, '192.0.2.1'),
    good: ['shop', 'waitlist-join'],
  },
  publicOrder: {
    call: (of: HiEvents) => of.publicOrder(7, { order: 'o_1', session_identifier: 's' }, '192.0.2.1'),
    good: ['story', 'order-get-complete'],
  },
  placeOrder: {
    call: (of: HiEvents) => of.placeOrder(7, { products: [] }, '192.0.2.1'),
    good: ['shop', 'order-paid'],
  },
} satisfies Record<keyof HiEvents, Method>

const all = Object.entries(METHODS as Record<string, Method>)
const reading = all.flatMap(([name, { call, good }]) => (good ? [{ name, call, good }] : []))

const JSON_TYPE = { 'content-type': 'application/json', 'x-auth-token': 'e30.e30.e30' }

/** Accepted, or an UpstreamError with a reason; never another error. */
async function outcomeOf(call: Method['call'], of = hiEvents): Promise<'accepted' | UpstreamError> {
  try {
    await call(of)
    return 'accepted'
  } catch (error) {
    expect(error).toBeInstanceOf(UpstreamError)
    const named = error as UpstreamError
    if (named.failure === 'invalid') expect(named.sentence).toMatch(/\S/)
    return named
  }
}

const UNFIT_RESPONSES: [what: string, given: Partial<Answer>, reason: RegExp][] = [
  ['nothing', { body: '' }, /not valid JSON/],
  ['half of it', { body: '{"data":{"id":1,"na' }, /not valid JSON/],
  ['HTML', { body: '<!doctype html>', headers: { 'content-type': 'text/html' } }, /text\/html, not JSON/],
  ['HTML that calls itself JSON', { body: '<!doctype html>' }, /not valid JSON/],
  ['no content type', { body: '{}', headers: { 'content-type': '' } }, /not JSON/],
  [
    'a redirect',
    { status: 302, headers: { location: 'http://127.0.0.1:1/' } },
    /redirects, which is not followed/,
  ],
  [
    'a redirect of method',
    { status: 308, headers: { location: '/elsewhere' } },
    /redirects, which is not followed/,
  ],
  ['null', { body: 'null' }, /object/],
  ['a list', { body: '[]' }, /object/],
  ['a number', { body: '7' }, /object/],
  ['an empty object', { body: '{}' }, /required/],
  ['deep nesting', { body: `{"data":${'['.repeat(50_000)}${']'.repeat(50_000)}}` }, /nested deeper/],
  ['NUL', { body: '{"data":{"id":1,"name":"a\\u0000b"}}' }, /NUL/],
  ['bytes that are no text', { body: Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x7d]) }, /UTF-8/],
  ['a poisoned prototype', { body: '{"__proto__":{"data":1}}' }, /not valid JSON/],
  ['17 MiB', { body: JSON.stringify({ data: 'x'.repeat(17 * 1024 * 1024) }) }, /more than/],
]

describe.each(reading)('$name', ({ call, good }) => {
  it.each(UNFIT_RESPONSES)('rejects %s and names the reason', async (_what, given, reason) => {
    answer = { status: 200, body: '', ...given, headers: { ...JSON_TYPE, ...given.headers } }
    const error = await outcomeOf(call)
    expect(error).toMatchObject({ failure: 'invalid', code: 'UPSTREAM_INVALID' })
    expect((error as UpstreamError).sentence).toMatch(reason)
    expect((error as UpstreamError).sentence?.length).toBeLessThan(300)
  })

  it.each([500, 503, 404, 401, 403, 422, 418])('turns an empty %d into a named failure', async (status) => {
    answer = { status, headers: { 'content-type': 'text/html' }, body: '' }
    expect(await outcomeOf(call)).toMatchObject({ failure: expect.any(String), status })
  })

  it('accepts or rejects by name its recording with any one value corrupted', async () => {
    const { response } = recording(...good)
    let refused = 0
    for (const body of corrupted(response.body)) {
      if ((await outcomeOf(call, offline(body))) !== 'accepted') refused++
    }
    expect(refused).toBeGreaterThan(0)
  })
})

describe.each(all.filter(([, { good }]) => good === undefined))('%s', (_name, { call }) => {
  it('needs only the status of a success', async () => {
    answer = { status: 204, headers: {}, body: '' }
    expect(await outcomeOf(call)).toBe('accepted')
    answer = { status: 500, headers: JSON_TYPE, body: '{"message":"Server Error"}' }
    expect(await outcomeOf(call)).toMatchObject({ failure: 'failed', sentence: 'Server Error' })
  })
})

describe('a value that would break other code', () => {
  it.each([
    ['event', '/data/end_date', { end_date: 'never' }],
    ['event', '/data/title', { title: 'x'.repeat(1_001) }],
    ['event', '/data/id', { id: 1e20 }],
    ['publicEvent', '/data/start_date', { start_date: '' }],
    ['publicEvent', '/data/timezone', { timezone: 'Mars/Olympus' }],
    ['publicEvent', '/data/currency', { currency: 'euro' }],
    ['publicEvent', '/data/product_categories', { product_categories: 'all' }],
    ['placeOrder', '/data/short_id', { short_id: '../../admin' }],
  ] as const)('in the response to %s is rejected: %s', async (name, field, change) => {
    const { call, good } = METHODS[name]
    const { data } = recording(...(good as [folder: 'story' | 'shop', name: string])).response.body as {
      data: object
    }
    answer = { status: 200, headers: JSON_TYPE, body: JSON.stringify({ data: { ...data, ...change } }) }
    expect((await outcomeOf(call)) as UpstreamError).toMatchObject({
      failure: 'invalid',
      sentence: expect.stringContaining(field),
    })
  })
})

describe('a response of 5 MiB', () => {
  it.each([
    ['events', 'accepted'],
    ['event', { failure: 'invalid', sentence: 'more than 4194304 bytes' }],
  ] as const)('to %s is %j', async (name, outcome) => {
    const { call, good } = METHODS[name]
    const body = { ...(recording(...good).response.body as object), more: 'x'.repeat(5 * 1024 * 1024) }
    answer = { status: 200, headers: JSON_TYPE, body: JSON.stringify(body) }
    const handled = await outcomeOf(call as Method['call'])
    if (outcome === 'accepted') expect(handled).toBe(outcome)
    else expect(handled).toMatchObject(outcome)
  })
})

/** The same checks without a connection: there are thousands. */
function offline(body: unknown): HiEvents {
  const response = { call: '', status: 200, headers: JSON_TYPE, raw: Buffer.from(JSON.stringify(body)) }
  const call: UpstreamCaller['call'] = async (call) => {
    try {
      return readResult(call, response)
    } catch (error) {
      throw upstreamErrorOf(error)
    }
  }
  return createHiEvents({ call })
}

const HOSTILE = [null, -1, 1.5, 'never', '<script>alert(1)</script>', '\ud800', [], {}, true]

/** The document once for each of its values and each hostile value in its place; of lists only the first entry. */
function* corrupted(value: unknown): Generator<unknown> {
  yield* HOSTILE
  if (Array.isArray(value)) {
    for (const first of value.slice(0, 1).flatMap((each) => [...corrupted(each)])) yield [first]
  } else if (typeof value === 'object' && value !== null) {
    for (const [name, inner] of Object.entries(value)) {
      const { [name]: _gone, ...rest } = value as Record<string, unknown>
      yield rest
      for (const each of corrupted(inner)) yield { ...value, [name]: each }
    }
  }
}
