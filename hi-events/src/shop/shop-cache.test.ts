import { describe, expect, it } from 'vitest'
import type { PublicEvent } from '../upstream/shop-answers.ts'
import { UpstreamError } from '../upstream/errors.ts'
import { createShopCache } from './shop-cache.ts'

type Options = { promoCode?: string; clientIp?: string }

function setUp() {
  let now = 0
  const asked: Options[] = []
  const state = {
    title: 'Jazz',
    fails: false,
    failsWithCode: false,
    isMissing: false,
    gate: Promise.resolve(),
    codes: ['JAZZ10'],
  }
  const codesAsked: string[] = []
  const publicEvent = async (_id: number, options: Options = {}) => {
    asked.push(options)
    const { title, fails, isMissing } = state
    await state.gate
    if (fails || (state.failsWithCode && options.promoCode !== undefined))
      throw new UpstreamError('unreachable', { call: 'GET /public/events/7' })
    if (isMissing) throw new UpstreamError('missing', { call: 'GET /public/events/7' })
    return { title } as PublicEvent
  }
  const isPromoCode = async (_id: number, code: string) => {
    codesAsked.push(code)
    if (state.failsWithCode) throw new UpstreamError('limited', { call: 'GET /public/events/7/promo-codes' })
    return state.codes.includes(code)
  }
  const shopCache = createShopCache({ publicEvent, isPromoCode }, () => now)
  const read = (promoCode?: string) =>
    shopCache.read({ id: 7, clientIp: '192.0.2.1', ...(promoCode !== undefined && { promoCode }) })
  return { shopCache, read, asked, codesAsked, state, pass: (ms: number) => (now += ms) }
}

describe('the shop cache', () => {
  it('reads once for many visitors, and again after two seconds', async () => {
    const { read, asked, pass } = setUp()
    await Promise.all(Array.from({ length: 1_000 }, () => read()))
    pass(1_999)
    await read()
    expect(asked).toHaveLength(1)
    pass(1)
    await read()
    expect(asked).toHaveLength(2)
  })

  it('returns the same object while nothing has changed', async () => {
    const { read, state, pass } = setUp()
    const first = (await read()).event
    pass(2_000)
    expect((await read()).event).toBe(first)
    state.title = 'Blues'
    pass(2_000)
    expect((await read()).event).toEqual({ title: 'Blues' })
  })

  it('returns the last good result while the ticket system fails, and does not read more often', async () => {
    const { read, state, asked, pass } = setUp()
    await read()
    state.fails = true
    pass(2_000)
    expect(await read()).toMatchObject({ event: { title: 'Jazz' }, isStale: true })
    await read()
    expect(asked).toHaveLength(2)
    state.fails = false
    pass(2_000)
    expect(await read()).toMatchObject({ isStale: false })
  })

  it('fails when there is no good result, and pauses for a second', async () => {
    const { read, state, asked, pass } = setUp()
    state.fails = true
    await expect(read()).rejects.toThrow()
    await expect(read()).rejects.toThrow()
    expect(asked).toHaveLength(1)
    pass(1_000)
    state.fails = false
    expect(await read()).toMatchObject({ event: { title: 'Jazz' } })
  })

  it('returns null for an event that is not published', async () => {
    const { read, state } = setUp()
    state.isMissing = true
    expect(await read()).toMatchObject({ event: null, isStale: false })
  })

  it('reads again after a change, also after one during a read', async () => {
    const { shopCache, read, state, asked } = setUp()
    await read()
    shopCache.invalidate(7)
    let open = () => {}
    state.gate = new Promise((resolve) => (open = resolve))
    const under = read()
    shopCache.invalidate(7)
    open()
    await under
    await read()
    expect(asked).toHaveLength(3)
    shopCache.invalidate(8)
    await read()
    expect(asked).toHaveLength(3)
  })

  it('returns no result of a read that began before a change', async () => {
    const { shopCache, read, state, asked } = setUp()
    let open = () => {}
    state.gate = new Promise((resolve) => (open = resolve))
    const before = read()
    state.title = 'Blues'
    shopCache.invalidate(7)
    const after = [read(), read()]
    open()
    expect((await before).event).toEqual({ title: 'Jazz' })
    expect(await Promise.all(after)).toMatchObject([
      { event: { title: 'Blues' } },
      { event: { title: 'Blues' } },
    ])
    expect(asked).toHaveLength(2)
  })

  it('returns no result of a read that began before the time a caller names, and reads once for all such callers', async () => {
    const { shopCache, read, state, asked, pass } = setUp()
    pass(5_000)
    await read()
    pass(500)
    state.title = 'Blues'
    const since = (at: number) => shopCache.read({ id: 7, clientIp: '192.0.2.1', since: at })
    expect((await since(5_000)).event).toEqual({ title: 'Jazz' })
    const late = await Promise.all([since(5_100), since(5_200), since(99_000)])
    expect(late.map((each) => each.event)).toEqual(Array(3).fill({ title: 'Blues' }))
    expect(asked).toHaveLength(2)
  })

  it('waits for only one response of a ticket system that fails', async () => {
    const { shopCache, read, state, asked, pass } = setUp()
    await read()
    pass(2_000)
    state.fails = true
    const under = read()
    shopCache.invalidate(7)
    expect(await Promise.all([under, read()])).toMatchObject([{ isStale: true }, { isStale: true }])
    expect(asked).toHaveLength(2)
  })

  it('reads separately for each promo code, ignoring case, with the visitor’s address', async () => {
    const { read, asked } = setUp()
    await Promise.all([read(), read('JAZZ10'), read('jazz10'), read('OTHER')])
    expect(asked).toEqual([
      {},
      { promoCode: 'JAZZ10', clientIp: '192.0.2.1' },
      { promoCode: 'OTHER', clientIp: '192.0.2.1' },
    ])
  })

  it('distinguishes a valid code from an invalid one, and checks each only once at a time', async () => {
    const { read, codesAsked } = setUp()
    const [works, again, wrong] = await Promise.all([read('JAZZ10'), read('JAZZ10'), read('NOPE')])
    expect([works.code, again.code, wrong.code]).toEqual(['works', 'works', 'wrong'])
    expect(codesAsked).toEqual(['JAZZ10', 'NOPE'])
    expect((await read()).code).toBeNull()
  })

  it.each(['.', '..'])('does not send a code that would change the path: %s', async (code) => {
    const { read, codesAsked } = setUp()
    expect((await read(code)).code).toBe('wrong')
    expect(codesAsked).toEqual([])
  })

  it('returns the shop without a code when the code cannot be checked', async () => {
    const { read, state } = setUp()
    await read()
    state.failsWithCode = true
    expect(await read('JAZZ10')).toMatchObject({ event: { title: 'Jazz' }, code: 'unchecked' })
    expect((await read()).code).toBeNull()
  })

  it('keeps the last good result of an event however many codes are guessed', async () => {
    const { read, state, pass } = setUp()
    await read()
    for (let guess = 0; guess < 2_100; guess++) await read(`GUESS-${guess}`)
    state.fails = true
    pass(2_000)
    expect(await read()).toMatchObject({ event: { title: 'Jazz' }, isStale: true })
  })
})
