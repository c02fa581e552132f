import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { Type } from 'typebox'
import { type FakeServer, startFake } from '../../test-support/server.ts'
import { type Bearer, type Caller, createCaller } from './call.ts'

let fake: FakeServer
let caller: Caller
let now: number
let paused: number[]
beforeAll(async () => {
  fake = await startFake(() => ({ status: 200, body: { ok: true } }))
})
afterAll(() => fake.close())
beforeEach(() => {
  fake.faults.length = 0
  fake.seen.length = 0
  now = 1_000_000
  paused = []
  const sleep = async (ms: number) => {
    paused.push(ms)
    now += ms
  }
  caller = createCaller(fake.url, { now: () => now, sleep, chance: () => 0.5, budget: 10 })
})
afterEach(() => caller.close())

const answer = Type.Object({ ok: Type.Boolean() })
const pass = (accountId = 1, urgency: 'prompt' | 'patient' = 'prompt') => ({
  token: 't',
  accountId,
  urgency,
})
const read = (token: Bearer = pass()) => caller.call({ method: 'GET', path: '/x', token, answer })
const write = (token: Bearer = pass()) => caller.call({ method: 'POST', path: '/x', token, body: {} })
const fault = (kind: 'error' | 'cut', times: number, value = 500, headers: Record<string, string> = {}) =>
  fake.faults.push({ match: /./, kind, times, value, headers })

describe('a lost answer', () => {
  it('of a read is asked for once more, after a pause that chance decides', async () => {
    fault('cut', 1)
    expect(await read()).toMatchObject({ body: { ok: true } })
    expect(paused).toEqual([175])
  })

  it.each([502, 503, 504])('of a gateway that says %d, too', async (status) => {
    fault('error', 1, status)
    expect(await read()).toMatchObject({ body: { ok: true } })
    expect(fake.seen).toHaveLength(2)
  })

  it.each(['PUT', 'PATCH'] as const)('of a %s, which says the same twice', async (method) => {
    fault('cut', 1)
    await caller.call({ method, path: '/x', body: {} })
    expect(fake.seen).toHaveLength(2)
  })

  it.each(['POST', 'DELETE'] as const)('of a %s is not: whoever makes it looks first', async (method) => {
    fault('cut', 1)
    const call = caller.call({ method, path: '/x' })
    await expect(call).rejects.toMatchObject({ failure: 'unreachable', isUncertain: true })
    expect(fake.seen).toHaveLength(1)
  })

  it('of a POST that changes nothing may be', async () => {
    fault('cut', 1)
    await caller.call({ method: 'POST', path: '/x', isRepeatable: true })
    expect(fake.seen).toHaveLength(2)
  })

  it.each([500, 501, 422, 404])('is not what a %d is', async (status) => {
    fault('error', 1, status)
    await expect(read()).rejects.toMatchObject({ status })
    expect(fake.seen).toHaveLength(1)
  })
})

describe('a ticket system that has had enough (429)', () => {
  it('is waited for when it takes no longer than two seconds', async () => {
    fault('error', 1, 429, { 'retry-after': '2' })
    expect(await read()).toMatchObject({ body: { ok: true } })
    expect(paused).toEqual([2_175])
  })

  it('is not waited for longer, nor asked again by this account, until that time is over', async () => {
    fault('error', 1, 429, { 'retry-after': '42' })
    await expect(read()).rejects.toMatchObject({ failure: 'limited', retryAfter: 42, isUncertain: false })
    now += 20_000
    await expect(read()).rejects.toMatchObject({ failure: 'limited', retryAfter: 22 })
    expect(fake.seen).toHaveLength(1)
    await read(pass(2))
    now += 22_000
    await read()
    expect(fake.seen).toHaveLength(3)
  })

  it('that does not say for how long is left alone for five seconds', async () => {
    fault('error', 1, 429)
    await expect(read()).rejects.toMatchObject({ failure: 'limited', retryAfter: 5 })
    await expect(read()).rejects.toMatchObject({ failure: 'limited', retryAfter: 5 })
    expect(fake.seen).toHaveLength(1)
  })

  it('is believed about our own anonymous calls, and not to anybody’s harm about a buyer’s', async () => {
    fault('error', 1, 429, { 'retry-after': '42' })
    const buy = (clientAddress: string) => caller.call({ method: 'POST', path: '/order', clientAddress })
    await expect(buy('192.0.2.1')).rejects.toMatchObject({ failure: 'limited' })
    await buy('192.0.2.2')
    await caller.call({ method: 'POST', path: '/login' })
    fault('error', 1, 429, { 'retry-after': '42' })
    await expect(caller.call({ method: 'POST', path: '/login' })).rejects.toMatchObject({
      failure: 'limited',
    })
    await expect(caller.call({ method: 'POST', path: '/login' })).rejects.toMatchObject({
      failure: 'limited',
    })
    expect(fake.count('POST /login')).toBe(2)
  })
})

describe('our own budget', () => {
  it('is never passed: what is over it fails without a request and says when', async () => {
    for (let made = 0; made < 10; made++) await read()
    await expect(read()).rejects.toMatchObject({
      failure: 'limited',
      code: 'UPSTREAM_BUSY',
      retryAfter: 60,
    })
    await expect(write()).rejects.toMatchObject({ failure: 'limited' })
    expect(fake.seen).toHaveLength(10)
    now += 60_000
    await read()
  })

  it('keeps room for landings when the sweep asks all the time', async () => {
    for (let made = 0; made < 5; made++) await read(pass(1, 'patient'))
    await expect(read(pass(1, 'patient'))).rejects.toMatchObject({ failure: 'limited' })
    for (let made = 0; made < 5; made++) await write()
    await expect(write()).rejects.toMatchObject({ failure: 'limited' })
  })

  it('lets a landing wait two seconds for room, but not the sweep', async () => {
    for (let made = 0; made < 5; made++) await read(pass(1, 'patient'))
    now += 58_500
    await expect(read(pass(1, 'patient'))).rejects.toMatchObject({ failure: 'limited', retryAfter: 2 })
    for (let made = 0; made < 5; made++) await read()
    await read()
    expect(paused).toEqual([2_175])
  })

  it('counts repeats as what they are', async () => {
    fault('cut', 5)
    for (let made = 0; made < 5; made++) await read().catch(() => {})
    expect(fake.seen.length).toBeLessThanOrEqual(10)
  })
})

describe('a ticket system that is down', () => {
  const goDown = async () => {
    fault('cut', 1_000)
    for (let made = 0; made < 5; made++) await write(pass(100 + made)).catch(() => {})
  }

  it('is not asked any more: calls of every kind fail at once, by name', async () => {
    await goDown()
    const before = fake.seen.length
    for (const call of [read(), write(), caller.call({ method: 'POST', path: '/login' })])
      await expect(call).rejects.toMatchObject({
        failure: 'resting',
        code: 'UPSTREAM_UNAVAILABLE',
        retryAfter: 5,
        isUncertain: false,
        isPassing: true,
      })
    expect(fake.seen).toHaveLength(before)
  })

  it('is tried by one call after five seconds, whose answer lets all the others go again', async () => {
    await goDown()
    fake.faults.length = 0
    now += 5_000
    const before = fake.seen.length
    const calls = await Promise.allSettled([write(pass(1)), write(pass(2)), write(pass(3))])
    expect(calls.map((each) => each.status)).toEqual(['fulfilled', 'rejected', 'rejected'])
    expect(fake.seen.length - before).toBe(1)
    await Promise.all([write(pass(1)), write(pass(2)), write(pass(3))])
  })

  it('spends nobody’s budget while it rests', async () => {
    await goDown()
    for (let asked = 0; asked < 50; asked++) await read().catch(() => {})
    fake.faults.length = 0
    now += 5_000
    await read()
  })

  it.each([400, 401, 403, 404, 409, 422, 429])('is not what a refusal with %d tells', async (status) => {
    fault('error', 20, status)
    for (let made = 0; made < 9; made++)
      await expect(write(pass(made))).rejects.not.toMatchObject({ failure: 'resting' })
  })

  it('is not what a 500 tells that a stranger may have caused', async () => {
    fault('error', 20, 500)
    const order = () => caller.call({ method: 'POST', path: '/order', clientAddress: '192.0.2.1' })
    const look = () => caller.call({ method: 'GET', path: '/public', clientAddress: '192.0.2.1' })
    for (let made = 0; made < 9; made++)
      for (const call of [order(), look()]) await expect(call).rejects.toMatchObject({ failure: 'failed' })
  })

  it.each([500, 502, 503, 504])('is what reads of ours that end in %d tell', async (status) => {
    fault('error', 1_000, status)
    for (let made = 0; made < 5; made++) await read(pass(made)).catch(() => {})
    await expect(read()).rejects.toMatchObject({ failure: 'resting' })
  })

  it('is what answers tell that take too long', { timeout: 30_000 }, async () => {
    fake.faults.push({ match: /./, kind: 'slow', value: 6_000, times: 5 })
    const late = await Promise.allSettled([1, 2, 3, 4, 5].map((each) => read(pass(each))))
    expect(late.map((each) => each.status === 'rejected' && each.reason.failure)).toEqual(
      Array(5).fill('unreachable'),
    )
    expect(fake.seen).toHaveLength(5)
    await expect(read()).rejects.toMatchObject({ failure: 'resting' })
  })
})
