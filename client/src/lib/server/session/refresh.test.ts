import type { TokenPair } from '@tuvens/contract'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { failureOf, type ApiResult } from '../api/result.ts'
import { createRefresher } from './refresh.ts'

const pair = { access_token: 'a', refresh_token: 'b' } as TokenPair
const good: ApiResult<TokenPair> = { ok: true, value: pair, etag: null }

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

describe('renewing a session', () => {
  it('exchanges a token once for parallel requests, and for late ones with the same cookie', async () => {
    const exchange = vi.fn(() => Promise.resolve(good))
    const refresh = createRefresher(exchange)
    const answers = await Promise.all([
      refresh('old', 'a visitor'),
      refresh('old', 'a visitor'),
      refresh('old', 'a visitor'),
    ])
    expect(answers).toEqual([good, good, good])
    await vi.advanceTimersByTimeAsync(29_000)
    await refresh('old', 'a visitor')
    expect(exchange).toHaveBeenCalledTimes(1)
  })

  it('exchanges again after the grace period of the API', async () => {
    const exchange = vi.fn(() => Promise.resolve(good))
    const refresh = createRefresher(exchange)
    await refresh('old', 'a visitor')
    await vi.advanceTimersByTimeAsync(30_000)
    await refresh('old', 'a visitor')
    expect(exchange).toHaveBeenCalledTimes(2)
  })

  it('exchanges again after a failure', async () => {
    const exchange = vi.fn(() => Promise.resolve<ApiResult<TokenPair>>(failureOf('API_UNAVAILABLE')))
    const refresh = createRefresher(exchange)
    await refresh('old', 'a visitor')
    await refresh('old', 'a visitor')
    expect(exchange).toHaveBeenCalledTimes(2)
  })

  it('never mixes the tokens of two visitors', async () => {
    const exchange = vi.fn((token: string) => Promise.resolve<ApiResult<TokenPair>>({ ...good, etag: token }))
    const refresh = createRefresher(exchange)
    const [one, two] = await Promise.all([refresh('one', 'a visitor'), refresh('two', 'a visitor')])
    expect([one, two]).toMatchObject([{ etag: 'one' }, { etag: 'two' }])
  })
})
