import type { TokenPair } from '@tuvens/contract'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { failureOf, type Answer } from '../api/answer.ts'
import { createRefresher } from './refresh.ts'

const pair = { access_token: 'a', refresh_token: 'b' } as TokenPair
const good: Answer<TokenPair> = { ok: true, value: pair, etag: null }

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

describe('renewing a session', () => {
  it('exchanges once for requests that come together, and for late ones with the same cookie', async () => {
    const exchange = vi.fn(() => Promise.resolve(good))
    const refresh = createRefresher(exchange)
    const answers = await Promise.all([refresh('old'), refresh('old'), refresh('old')])
    expect(answers).toEqual([good, good, good])
    await vi.advanceTimersByTimeAsync(29_000)
    await refresh('old')
    expect(exchange).toHaveBeenCalledTimes(1)
  })

  it('forgets a pair when the API, too, would no longer take the old token', async () => {
    const exchange = vi.fn(() => Promise.resolve(good))
    const refresh = createRefresher(exchange)
    await refresh('old')
    await vi.advanceTimersByTimeAsync(30_000)
    await refresh('old')
    expect(exchange).toHaveBeenCalledTimes(2)
  })

  it('does not keep a failure', async () => {
    const exchange = vi.fn(() => Promise.resolve<Answer<TokenPair>>(failureOf('API_UNAVAILABLE')))
    const refresh = createRefresher(exchange)
    await refresh('old')
    await refresh('old')
    expect(exchange).toHaveBeenCalledTimes(2)
  })

  it('keeps visitors apart', async () => {
    const exchange = vi.fn((token: string) => Promise.resolve<Answer<TokenPair>>({ ...good, etag: token }))
    const refresh = createRefresher(exchange)
    const [one, two] = await Promise.all([refresh('one'), refresh('two')])
    expect([one, two]).toMatchObject([{ etag: 'one' }, { etag: 'two' }])
  })
})
