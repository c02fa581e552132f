import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { FakeEvent } from '../test-support/fake-shop.ts'
import { eventOf } from '../test-support/fake-tuvens-api.ts'
import { type Harness, startHarness } from '../test-support/harness.ts'
import { Visitor } from '../test-support/visitor.ts'
import { ENTRANCES } from './base/entrances.ts'

let test: Harness
let event: FakeEvent
let next = 100
let now = Date.now()
beforeAll(async () => {
  const few = Object.fromEntries(Object.values(ENTRANCES).map(({ env }) => [env, '3']))
  test = await startHarness({
    env: { ...few, LIMIT_UNKNOWN_TOKENS: '3', TRUST_PROXY: '1' },
    overrides: { clock: { now: () => now } },
  })
  await new Visitor(test).land({ session_token: test.api.issueToken({ event: eventOf('99') }) })
  event = test.hiEvents.world.events.at(-1) as FakeEvent
  event.tiers = [{ id: 1, title: 'General admission', price: 0, left: 5_000 }]
  event.status = 'LIVE'
})
afterAll(() => test.stop())

type Send = { path: string; address: string; body?: object; form?: Record<string, string> }

/** The status of a call that a client makes. */
async function send({ path, address, body, form }: Send): Promise<number> {
  const type = body === undefined ? {} : { 'content-type': 'application/json' }
  const payload = body === undefined ? form && new URLSearchParams(form) : JSON.stringify(body)
  const response = await fetch(test.url + path, {
    headers: { 'x-forwarded-for': address, ...type },
    redirect: 'manual',
    ...(payload !== undefined && { method: 'POST', body: payload }),
  })
  await response.arrayBuffer()
  return response.status
}

/** Every entrance of the ticket origin, as an honest client uses it. */
const HONEST: Record<string, (address: string) => Promise<number>> = {
  landing: (address) => {
    const session_token = test.api.issueToken({ account_id: next, event: eventOf(String(next++)) })
    return send({ path: '/api/auth/cross-app/validate', address, body: { session_token } })
  },
  picker: (address) => send({ path: `/embed/${event.id}`, address }),
  order: (address) => send({ path: `/embed/${event.id}/order`, address, form: { 'quantity.1.10': '1' } }),
  orderState: (address) => {
    const body = { order: 'o_1', session_identifier: 'of-its-buyer' }
    return send({ path: '/embed/event/99/completed', address, body })
  },
  waitingList: (address) => {
    const form = { price_id: '10', first_name: 'Ada', last_name: '', email: `${next++}@example.com` }
    return send({ path: `/embed/${event.id}/waitlist`, address, form })
  },
  upstreamLogin: (address) =>
    send({ path: '/api/auth/login', address, body: { email: `${next++}@example.com`, password: 'x' } }),
  page: (address) => send({ path: '/manage/events', address }),
}

/** What floods an entrance; others are flooded with honest calls. */
const FLOODS: typeof HONEST = {
  ...HONEST,
  landing: (address) => {
    const session_token = String(next++).padEnd(43, 'A')
    return send({ path: '/api/auth/cross-app/validate', address, body: { session_token } })
  },
}

const REFUSED = new Set([429, 503])

describe.each(Object.keys(FLOODS))('a flood of %s', (flooded) => {
  const others = Object.entries(HONEST).filter(([name]) => name !== flooded)

  it('from one client leaves all other entrances open, and its own for another client', async () => {
    const address = `10.1.${next++ % 250}.1`
    const statuses: number[] = []
    for (let call = 0; call < 8; call++) statuses.push((await FLOODS[flooded]?.(address)) ?? 0)
    const isLimited = flooded in ENTRANCES
    expect(statuses.includes(429)).toBe(isLimited)
    for (const [name, call] of Object.entries(HONEST))
      expect([name, REFUSED.has(await call(`10.2.${next++ % 250}.1`))]).toEqual([name, false])
  })

  it('from many clients leaves all other entrances open', async () => {
    const addresses = Array.from({ length: 120 }, (_each, at) => `10.3.${next % 250}.${at}`)
    for (const address of addresses)
      await Promise.all([1, 2, 3, 4].map(async () => FLOODS[flooded]?.(address)))
    for (const [name, call] of others)
      expect([name, REFUSED.has(await call(`10.4.${next++ % 250}.1`))]).toEqual([name, false])
    // Its budget for all is used up: the next test begins when that window is over.
    if (flooded in ENTRANCES) now += 61_000
  })
})
