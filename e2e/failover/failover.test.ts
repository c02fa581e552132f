import { migrateDatabase } from '@tuvens/platform/db/migrate'
import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { SECRET, TestApi, type TestUser } from '../../api/test-support/api.ts'
import { type Harness, startHarness, until } from '../../hi-events/test-support/harness.ts'
import { Visitor } from '../../hi-events/test-support/visitor.ts'
import { ROOT } from '../harness/system.ts'
import { type Load, recoveredAfter, startLoad } from './load.ts'
import { type Pair, startPair } from './pair.ts'

const EVENTS = 6

let pair: Pair
let api: TestApi
let tickets: Harness
let owner: TestUser
/** Each with the event of the ticket system that it is linked to, and the status last set there. */
const linked: { eventId: string; hiEventId: number; status: string }[] = []
/** How often each session token was accepted. */
const accepted = new Map<string, number>()
let loads: Load[] = []
let promotedAt = 0

beforeAll(async () => {
  pair = await startPair()
  // What each service does first; the standby refuses it.
  for (const service of ['api', 'hi-events'])
    await migrateDatabase(pair.url(service), join(ROOT, service, 'migrations'))
  api = await TestApi.start(pair.url('api'))
  tickets = await startHarness({
    withLoops: true,
    env: {
      DATABASE_URL: pair.url('hi-events'),
      TUVENS_API_URL: await api.listen(),
      HI_EVENTS_SHARED_SECRET: SECRET,
    },
  })
  owner = await api.person()
  for (let made = 0; made < EVENTS; made++) linked.push(await linkEvent())
})
afterAll(async () => {
  await Promise.all(loads.map((each) => each.stop()))
  await tickets.stop()
  await api.stop()
  await pair.stop()
})

async function linkEvent() {
  const event = await api.event(owner)
  const visitor = new Visitor(tickets)
  const code_challenge = (await visitor.start(event.id)) ?? ''
  const session_token = await api.session(owner, { event_id: event.id, code_challenge })
  const { status } = await visitor.land({ session_token, code_challenge })
  expect(status).toBe(200)
  return { eventId: event.id, hiEventId: tickets.hiEvents.world.events.at(-1)?.id ?? 0, status: 'DRAFT' }
}

const generate = () => api.as(owner, { method: 'POST', url: '/api/cross-app/generate-session', payload: {} })

/** What two browsers do that have the same link: only one of them may get in. */
async function spendTwice(session_token: string) {
  const spend = () =>
    api.signed({
      method: 'POST',
      url: '/api/cross-app/validate-session',
      payload: { session_token },
      headers: { 'x-idempotency-key': randomUUID() },
    })
  const answers = await Promise.all([spend(), spend()])
  for (const { statusCode } of answers)
    if (statusCode === 200) accepted.set(session_token, (accepted.get(session_token) ?? 0) + 1)
  return answers
}

async function generateAndSpend() {
  const issued = await generate()
  if (issued.statusCode !== 200) return issued
  const answers = await spendTwice(issued.json().session_token)
  return (
    answers.find((each) => each.statusCode === 200) ??
    answers.find((each) => each.statusCode === 503) ??
    issued
  )
}

/** An organiser who publishes and pauses one event after the other. */
async function changeStatuses(): Promise<void> {
  for (const each of linked) {
    each.status = each.status === 'LIVE' ? 'DRAFT' : 'LIVE'
    await tickets.hiEvents.setStatus(each.hiEventId, each.status).catch(() => {})
  }
}

const isRight = async ({ eventId, status }: (typeof linked)[number]) => {
  const { ticketing_status } = (await api.app.inject(`/api/events/${eventId}`)).json()
  return ticketing_status === (status === 'LIVE' ? 'active' : 'setup')
}

describe('a primary that dies under load', () => {
  it('is followed by its standby, and every call works again', async () => {
    const kept: string[] = []
    loads = [
      startLoad('sessions', generateAndSpend),
      startLoad('reads', () => api.app.inject(`/api/events/${linked[0]?.eventId}`)),
      startLoad('readiness', () => api.app.inject('/readyz')),
      startLoad('unspent sessions', async () => {
        const issued = await generate()
        if (issued.statusCode === 200) kept.push(issued.json().session_token)
        return issued
      }),
    ]
    const successes = () =>
      Math.min(...loads.map(({ outcomes }) => outcomes.filter((each) => each.isOk).length))
    await until(() => successes() > 10, 'calls that work')
    await changeStatuses()
    await pair.crashPrimary()
    await changeStatuses()
    await until(() => loads.every(({ outcomes }) => outcomes.some((each) => !each.isOk)), 'calls that fail')
    await pair.promote()
    promotedAt = performance.now()
    await until(
      () => loads.every(({ outcomes }) => outcomes.slice(-20).every((each) => each.isOk)),
      'calls that work again',
    )
    for (const load of loads) await load.stop()
    const took = loads.map((load) => `${load.name} ${recoveredAfter(load, promotedAt)} ms`)
    console.info(`after the promotion, all is well again: ${took.join(', ')}`)
    for (const token of kept) await spendTwice(token)
    expect(kept.filter((token) => accepted.get(token) !== 1)).toEqual([])
  })

  it('made callers wait and try again, and told them nothing else', () => {
    const failures = loads.flatMap(({ outcomes }) => outcomes.filter((each) => !each.isOk))
    expect(failures.filter(({ status, retryAfter }) => status !== 503 || retryAfter === undefined)).toEqual(
      [],
    )
  })

  it('let no session be spent twice', () => {
    expect(accepted.size).toBeGreaterThan(10)
    expect([...accepted.values()].filter((count) => count !== 1)).toEqual([])
  })

  it('lost no status', async () => {
    for (const each of linked) await until(() => isRight(each), `${each.status} of event ${each.eventId}`)
    const took = Math.round(performance.now() - promotedAt)
    console.info(`after the promotion, each event shows its status: ${took} ms`)
    await changeStatuses()
    for (const each of linked) await until(() => isRight(each), `${each.status} of event ${each.eventId}`)
  })
})
