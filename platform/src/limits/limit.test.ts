import { fastify } from 'fastify'
import { describe, expect, it } from 'vitest'
import { createLimits } from './limit.ts'

function setUp({ points = 2, maxKeys = 50_000 } = {}) {
  let now = 1_000_000
  const rules = { call: { points, seconds: 60 }, other: { points: 1, seconds: 10 } }
  const limits = createLimits({ rules, clock: { now: () => now }, maxKeys })
  return { limits, pass: (ms: number) => (now += ms), at: () => now }
}

describe('a limit', () => {
  it('allows so many calls of a key in a window and counts the ones it refuses', async () => {
    const { limits, pass } = setUp()
    expect(await limits.count('call', 'a')).toEqual({
      points: 2,
      remaining: 1,
      resetMs: 60_000,
      isAllowed: true,
      used: 1,
    })
    pass(10_000)
    expect(await limits.count('call', 'a')).toEqual({
      points: 2,
      remaining: 0,
      resetMs: 50_000,
      isAllowed: true,
      used: 2,
    })
    expect(await limits.count('call', 'a')).toMatchObject({ remaining: 0, resetMs: 50_000, isAllowed: false })
  })

  it('starts again exactly when the window is over', async () => {
    const { limits, pass } = setUp({ points: 1 })
    await limits.count('call', 'a')
    pass(59_999)
    expect((await limits.count('call', 'a')).isAllowed).toBe(false)
    pass(1)
    expect(await limits.count('call', 'a')).toMatchObject({ isAllowed: true, resetMs: 60_000 })
  })

  it('counts each key and each limit by itself', async () => {
    const { limits } = setUp({ points: 1 })
    await limits.count('call', 'a')
    expect((await limits.count('call', 'b')).isAllowed).toBe(true)
    expect((await limits.count('other', 'a')).isAllowed).toBe(true)
    expect((await limits.count('call', 'a')).isAllowed).toBe(false)
  })

  it('can be read without counting', async () => {
    const { limits, pass } = setUp()
    expect(await limits.peek('call', 'a')).toEqual({
      points: 2,
      remaining: 2,
      resetMs: 0,
      isAllowed: true,
      used: 0,
    })
    await limits.count('call', 'a')
    for (let read = 0; read < 3; read++) expect((await limits.peek('call', 'a')).isAllowed).toBe(true)
    await limits.count('call', 'a')
    expect(await limits.peek('call', 'a')).toMatchObject({ isAllowed: false, resetMs: 60_000 })
    pass(60_000)
    expect((await limits.peek('call', 'a')).isAllowed).toBe(true)
  })

  it('remembers a bounded number of keys and forgets those first whose window is over, then the oldest', async () => {
    const { limits, pass } = setUp({ points: 1, maxKeys: 3 })
    await limits.count('call', 'old')
    pass(60_000)
    for (const key of ['a', 'b', 'c']) await limits.count('call', key)
    expect((await limits.peek('call', 'a')).isAllowed).toBe(false)
    await limits.count('call', 'd')
    expect((await limits.peek('call', 'a')).isAllowed).toBe(true)
    for (const key of ['b', 'c', 'd']) expect((await limits.peek('call', key)).isAllowed).toBe(false)
  })

  it('counts calls that weigh more, and windows of another length', async () => {
    const { limits, pass } = setUp({ points: 5 })
    expect(await limits.count('call', 'a', { points: 4 })).toMatchObject({ remaining: 1, used: 4 })
    expect((await limits.count('call', 'a', { points: 4 })).isAllowed).toBe(false)
    expect((await limits.count('call', 'b', { seconds: 5 })).resetMs).toBe(5_000)
    pass(5_000)
    expect((await limits.peek('call', 'b')).used).toBe(0)
  })

  it('can be forgotten for one key', async () => {
    const { limits } = setUp({ points: 1 })
    for (const key of ['a', 'b']) await limits.count('call', key)
    await limits.forget('call', 'a')
    expect((await limits.peek('call', 'a')).isAllowed).toBe(true)
    expect((await limits.peek('call', 'b')).isAllowed).toBe(false)
  })
})

describe('a limited response', () => {
  it('carries both forms of the headers, and is refused with RATE_LIMITED beyond the limit', async () => {
    const { limits, at } = setUp({ points: 1 })
    const app = fastify()
    const failures: unknown[] = []
    app.get('/', async (_request, reply) => {
      await limits.countOrThrow('call', 'a', reply).catch((error: unknown) => failures.push(error))
      return 'ok'
    })
    const first = await app.inject('/')
    expect(first.headers).toMatchObject({
      'x-ratelimit-limit': '1',
      'x-ratelimit-remaining': '0',
      'x-ratelimit-reset': String((at() + 60_000) / 1000),
      'ratelimit-policy': '"call";q=1;w=60',
      ratelimit: '"call";r=0;t=60',
    })
    expect(failures).toEqual([])
    await app.inject('/')
    expect(failures).toMatchObject([{ code: 'RATE_LIMITED', retryAfter: 60 }])
    await app.close()
  })
})
