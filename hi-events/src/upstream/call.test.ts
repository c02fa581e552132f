import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { Type } from 'typebox'
import { type FakeServer, startFake } from '../../test-support/server.ts'
import { type Bearer, type UpstreamCaller, createCaller } from './call.ts'

let fake: FakeServer
let caller: UpstreamCaller
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
  caller = createCaller(fake.url, { now: () => now, sleep, randomFraction: () => 0.5, budget: 10 })
})
afterEach(() => caller.close())

const success = Type.Object({ ok: Type.Boolean() })
const pass = (accountId = 1, urgency: 'prompt' | 'background' = 'prompt') => ({
  token: 't',
  accountId,
  urgency,
})
const read = (token: Bearer = pass()) => caller.call({ method: 'GET', path: '/x', token, success })
const write = (token: Bearer = pass()) => caller.call({ method: 'POST', path: '/x', token, body: {} })
const fault = (kind: 'error' | 'cut', times: number, value = 500, headers: Record<string, string> = {}) =>
  fake.faults.push({ match: /./, kind, times, value, headers })

describe('a lost response', () => {
  it('makes a read be sent again after a random pause', async () => {
    fault('cut', 1)
    expect(await read()).toMatchObject({ body: { ok: true } })
    expect(paused).toEqual([175])
  })

  it.each([502, 503, 504])('makes a read be sent again after a %d of a gateway', async (status) => {
    fault('error', 1, status)
    expect(await read()).toMatchObject({ body: { ok: true } })
    expect(fake.seen).toHaveLength(2)
  })

  it.each(['PUT', 'PATCH'] as const)('makes a %s be sent again, which is idempotent', async (method) => {
    fault('cut', 1)
    await caller.call({ method, path: '/x', body: {} })
    expect(fake.seen).toHaveLength(2)
  })

  it.each(['POST', 'DELETE'] as const)('never makes a %s be sent again', async (method) => {
    fault('cut', 1)
    const call = caller.call({ method, path: '/x' })
    await expect(call).rejects.toMatchObject({ failure: 'unreachable', isUncertain: true })
    expect(fake.seen).toHaveLength(1)
  })

  it('makes a POST be sent again that is marked as repeatable', async () => {
    fault('cut', 1)
    await caller.call({ method: 'POST', path: '/x', isRepeatable: true })
    expect(fake.seen).toHaveLength(2)
  })

  it.each([500, 501, 422, 404])('is not assumed after a %d', async (status) => {
    fault('error', 1, status)
    await expect(read()).rejects.toMatchObject({ status })
    expect(fake.seen).toHaveLength(1)
  })
})

describe('a 429 of the ticket system', () => {
  it('is waited out when its Retry-After is at most two seconds', async () => {
    fault('error', 1, 429, { 'retry-after': '2' })
    expect(await read()).toMatchObject({ body: { ok: true } })
    expect(paused).toEqual([2_175])
  })

  it('keeps the account from calling until a longer Retry-After is over', async () => {
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

  it('without Retry-After stops calls for five seconds', async () => {
    fault('error', 1, 429)
    await expect(read()).rejects.toMatchObject({ failure: 'limited', retryAfter: 5 })
    await expect(read()).rejects.toMatchObject({ failure: 'limited', retryAfter: 5 })
    expect(fake.seen).toHaveLength(1)
  })

  it('stops our own anonymous calls, but not those of other buyers', async () => {
    fault('error', 1, 429, { 'retry-after': '42' })
    const buy = (clientIp: string) => caller.call({ method: 'POST', path: '/order', clientIp })
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

describe('the budget of an account', () => {
  it('is never exceeded: a call over it fails without a request and with Retry-After', async () => {
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

  it('leaves room for prompt calls while the sweep makes many', async () => {
    for (let made = 0; made < 4; made++) await read(pass(1, 'background'))
    await expect(read(pass(1, 'background'))).rejects.toMatchObject({ failure: 'limited' })
    for (let made = 0; made < 6; made++) await write()
    await expect(write()).rejects.toMatchObject({ failure: 'limited' })
  })

  it('lets a prompt call wait two seconds for its turn, but no background call', async () => {
    for (let made = 0; made < 4; made++) await read(pass(1, 'background'))
    now += 58_500
    await expect(read(pass(1, 'background'))).rejects.toMatchObject({ failure: 'limited', retryAfter: 2 })
    for (let made = 0; made < 6; made++) await read()
    await read()
    expect(paused).toEqual([2_175])
  })

  it('counts repeated calls', async () => {
    fault('cut', 5)
    for (let made = 0; made < 5; made++) await read().catch(() => {})
    expect(fake.seen.length).toBeLessThanOrEqual(10)
  })
})

describe('the breaker', () => {
  const goDown = async () => {
    fault('cut', 1_000)
    for (let made = 0; made < 5; made++) await write(pass(100 + made)).catch(() => {})
  }

  it('fails calls of every kind at once after five failures', async () => {
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

  it('lets one call through after five seconds, and closes when it succeeds', async () => {
    await goDown()
    fake.faults.length = 0
    now += 5_000
    const before = fake.seen.length
    const calls = await Promise.allSettled([write(pass(1)), write(pass(2)), write(pass(3))])
    expect(calls.map((each) => each.status)).toEqual(['fulfilled', 'rejected', 'rejected'])
    expect(fake.seen.length - before).toBe(1)
    await Promise.all([write(pass(1)), write(pass(2)), write(pass(3))])
  })

  it('spends no budget while it is open', async () => {
    await goDown()
    for (let asked = 0; asked < 50; asked++) await read().catch(() => {})
    fake.faults.length = 0
    now += 5_000
    await read()
  })

  it.each([400, 401, 403, 404, 409, 422, 429])('stays closed after refusals with %d', async (status) => {
    fault('error', 20, status)
    for (let made = 0; made < 9; made++)
      await expect(write(pass(made))).rejects.not.toMatchObject({ failure: 'resting' })
  })

  it('stays closed after a 500 that a stranger may have caused', async () => {
    fault('error', 20, 500)
    const order = () => caller.call({ method: 'POST', path: '/order', clientIp: '192.0.2.1' })
    const look = () => caller.call({ method: 'GET', path: '/public', clientIp: '192.0.2.1' })
    for (let made = 0; made < 9; made++)
      for (const call of [order(), look()]) await expect(call).rejects.toMatchObject({ failure: 'failed' })
  })

  it.each([500, 502, 503, 504])('opens after our own reads that end in %d', async (status) => {
    fault('error', 1_000, status)
    for (let made = 0; made < 5; made++) await read(pass(made)).catch(() => {})
    await expect(read()).rejects.toMatchObject({ failure: 'resting' })
  })

  it('opens after responses that take too long', async () => {
    fake.faults.push({ match: /./, kind: 'slow', value: 6_000, times: 5 })
    const late = await Promise.allSettled([1, 2, 3, 4, 5].map((each) => read(pass(each))))
    expect(late.map((each) => each.status === 'rejected' && each.reason.failure)).toEqual(
      Array(5).fill('unreachable'),
    )
    expect(fake.seen).toHaveLength(5)
    await expect(read()).rejects.toMatchObject({ failure: 'resting' })
  })
})
