import { NativeWebhook } from '@tuvens/contract'
import { checkNativeWebhook } from '@tuvens/contract/signatures'
import { AssertionError } from 'node:assert'
import { Value } from 'typebox/value'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  deliveries,
  numberedRecording,
  type Recording,
  recording,
  recordingNames,
} from '../../test-support/recordings.ts'
import { type FakeServer, startFake } from '../../test-support/server.ts'
import { sourceStatusOf } from '../status/source-status.ts'
import { type UpstreamCaller, createCaller } from './call.ts'
import { datesOf, endOf, hasSeveralDates } from './dates.ts'
import { createHiEvents, type HiEvents } from './hi-events.ts'

let fake: FakeServer
let caller: UpstreamCaller
let hiEvents: HiEvents
/** What the ticket system answers, by the method; the last one also every other call. */
let answers: Recording[]
beforeAll(async () => {
  fake = await startFake(({ method }) => {
    const found = answers.find(({ request }) => request.method === method) ?? answers.at(-1)
    if (found === undefined) throw new AssertionError({ message: 'nothing is recorded' })
    const { status, headers, body } = found.response
    return { status, headers, ...(body !== '' && { body }) }
  })
  caller = createCaller(fake.url)
  hiEvents = createHiEvents(caller)
})
afterAll(async () => {
  await caller.close()
  await fake.close()
})

const EVENT = /^\/events\/\d+$/
/** How the client makes each call that was recorded; the dates of an event are only read within it. */
const CALLS: [method: string, path: RegExp, call: () => Promise<unknown>][] = [
  ['POST', /^\/auth\/register$/, () => hiEvents.register({} as never)],
  ['POST', /^\/organizers$/, () => hiEvents.createOrganizer('t', {} as never)],
  ['POST', /\/webhooks$/, () => hiEvents.createWebhook('t', 1, {} as never)],
  ['GET', /^\/events$/, () => hiEvents.events('t')],
  ['POST', /^\/events(\/\d+\/duplicate)?$/, () => hiEvents.createEvent('t', {} as never)],
  ['GET', EVENT, () => hiEvents.event('t', 1)],
  ['PUT', EVENT, () => hiEvents.updateEvent('t', 1, {} as never)],
  ['PUT', /^\/events\/\d+\/status$/, () => hiEvents.event('t', 1)],
  ['GET', /^\/public\/events\/\d+$/, () => hiEvents.publicEvent(1)],
  ['POST', /\/order$/, () => hiEvents.placeOrder(1, { products: [] }, '192.0.2.1')],
]

const callOf = ({ request }: Recording) =>
  CALLS.find(([method, path]) => method === request.method && path.test(request.path.split('?', 1)[0] ?? ''))

/** The first recording answers the call, the others its further reads. */
function answerWith(...names: string[]): void {
  answers = names.map((name) => recording('next', name))
}

describe('the client reads the next version’s answer', () => {
  it.each(recordingNames('next'))('%s', async (name) => {
    const played = numberedRecording('next', name)
    const read = callOf(played)?.[2]
    if (read === undefined)
      return expect(played.request.path).toMatch(/occurrences|product|organizers|order\/o_/)
    answers = [played]
    const outcome = await read().then(
      () => 'accepted',
      ({ failure }: { failure: string }) => failure,
    )
    expect(outcome).toBe(played.response.status < 300 ? 'accepted' : 'refused')
  })

  it.each([
    ['event-create-single', 'event-get-single', '2026-12-08T20:00:00.000000Z'],
    ['event-create-recurring', 'event-get-recurring', '2026-12-04T19:00:00.000000Z'],
  ])('to a new event, %s, which has no dates, and reads the event', async (created, read, start) => {
    answerWith(created, read)
    expect(await hiEvents.createEvent('t', {} as never)).toMatchObject({ start_date: start })
  })

  it('to a change, which has no dates, and reads the event', async () => {
    answerWith('event-update', 'event-get-after-update')
    const event = await hiEvents.updateEvent('t', 12, {} as never)
    expect(endOf(event)?.toISOString()).toBe('2026-12-10T23:00:00.000Z')
  })

  it('with any of its fields null', async () => {
    const answer = recording('next', 'event-get-recurring')
    const { data } = answer.response.body as { data: Record<string, unknown> }
    for (const field of Object.keys(data).filter((each) => each !== 'id')) {
      answers = [{ ...answer, response: { ...answer.response, body: { data: { ...data, [field]: null } } } }]
      expect(await hiEvents.event('t', 13), field).toMatchObject({ id: 13 })
    }
  })

  it.each([
    ['organizers', () => hiEvents.organizers('t')],
    ['webhooks', () => hiEvents.webhooks('t', 1)],
    ['events', async () => (await hiEvents.events('t')).events],
  ])('with a list that is null: %s', async (_what, read) => {
    const answer = recording('next', 'events-list')
    const { meta } = answer.response.body as { meta: object }
    answers = [{ ...answer, response: { ...answer.response, body: { data: null, meta } } }]
    expect(await read()).toEqual([])
  })

  it.each(['product_categories', 'products', 'prices'])('of a shop whose %s are null', async (list) => {
    const answer = recording('next', 'public-event-recurring')
    const text = JSON.stringify(answer.response.body, (name, value) => (name === list ? null : value))
    answers = [{ ...answer, response: { ...answer.response, body: JSON.parse(text) } }]
    const { product_categories: categories } = await hiEvents.publicEvent(13)
    expect(categories.flatMap(({ products }) => products.flatMap(({ prices }) => prices))).toEqual([])
  })
})

describe('an event of the next version', () => {
  const read = async (name: string) => {
    answerWith(name)
    return hiEvents.event('t', 1)
  }

  it.each([
    ['event-get-single', 'DRAFT'],
    ['event-for-price', 'LIVE'],
    ['event-get-after-update', 'LIVE'],
    ['status-live-12', 'LIVE'],
    ['status-live-13', 'LIVE'],
    ['status-archived', 'CANCELLED'],
  ])('of the answer %s is %s', async (name, status) => {
    expect(sourceStatusOf(await read(name))).toBe(status)
  })

  it('of several dates ends with the last one, and a cancelled one does not count', async () => {
    answerWith('events-list')
    const [recurring, single] = (await hiEvents.events('t')).events
    if (recurring === undefined || single === undefined)
      throw new AssertionError({ message: 'two are listed' })
    expect([hasSeveralDates(recurring), hasSeveralDates(single)]).toEqual([true, false])
    expect(datesOf(recurring).map(({ id, state }) => [id, state])).toEqual([
      [17, 'open'],
      [18, 'open'],
      [19, 'cancelled'],
      [20, 'open'],
    ])
    expect(endOf(recurring)?.toISOString()).toBe('2027-01-07T23:00:00.000Z')
    const last = recurring.occurrences?.map((each) =>
      each.id === 20 ? { ...each, status: 'CANCELLED' } : each,
    )
    expect(endOf({ ...recurring, occurrences: last ?? null })?.toISOString()).toBe('2026-12-11T22:00:00.000Z')
  })

  it.each([
    ['one is past and others are to come', { 17: { is_past: true } }, 'LIVE'],
    ['all but the last are past', { 17: { is_past: true }, 18: { is_past: true } }, 'LIVE'],
    [
      'the last one to come is sold out',
      { 17: { is_past: true }, 18: { is_past: true }, 20: { status: 'SOLD_OUT' } },
      'LIVE',
    ],
    ['all are past', { 17: { is_past: true }, 18: { is_past: true }, 20: { is_past: true } }, 'ENDED'],
    [
      'the last one is cancelled and the rest past',
      { 17: { is_past: true }, 18: { is_past: true }, 20: { status: 'CANCELLED' } },
      'ENDED',
    ],
    [
      'all are cancelled',
      { 17: { status: 'CANCELLED' }, 18: { status: 'CANCELLED' }, 20: { status: 'CANCELLED' } },
      'CANCELLED',
    ],
  ])('whose dates stand like this: %s, is %s', async (_what, changes: Record<number, object>, status) => {
    answerWith('events-list')
    const [event] = (await hiEvents.events('t')).events
    const occurrences = event?.occurrences?.map((each) => ({ ...each, ...changes[each.id] })) ?? []
    for (const lifecycle_status of ['UPCOMING', 'ENDED', null])
      expect(
        sourceStatusOf({
          status: 'LIVE',
          lifecycle_status,
          start_date: event?.start_date ?? null,
          occurrences,
        }),
      ).toBe(status)
  })
})

describe('recorded webhooks of the next version', () => {
  it.each(deliveries('next/webhooks').map((each) => [each.label, each] as const))(
    '%s has a signature that we accept, and the fields in use',
    (_label, { raw, secret, headers }) => {
      expect(checkNativeWebhook([secret], Buffer.from(raw), headers['signature'] ?? '')).toBe(true)
      expect(Value.Check(NativeWebhook, JSON.parse(raw))).toBe(true)
    },
  )
})
