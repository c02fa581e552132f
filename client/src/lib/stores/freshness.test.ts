import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { Freshness, type LiveState } from './freshness.ts'

let states: LiveState[]
let readsAt: number[]
let answer: () => Promise<void>
const seconds = () => Date.now() / 1_000

beforeEach(() => {
  vi.useFakeTimers({ now: 0 })
  ;[states, readsAt, answer] = [[], [], () => Promise.resolve()]
})
afterEach(() => vi.useRealTimers())

/** The freshness of a page whose delays all have this share of their random part. */
function pageWith(random: number): Freshness {
  const page = new Freshness({
    read: () => {
      readsAt.push(seconds())
      return answer()
    },
    onChange: () => states.push(page.state),
    random: () => random,
  })
  page.noteState('connecting')
  return page
}

const wait = (ms: number) => vi.advanceTimersByTimeAsync(ms)

describe.each([0, 0.5, 1])('a page with %d of the random delays', (random) => {
  it('reads within 41 seconds after the last message of a stream that goes silent, and at least every 28 from then on', async () => {
    const page = pageWith(random)
    page.noteMessage()
    await wait(200_000)
    expect(readsAt[0]).toBeGreaterThan(31)
    expect(readsAt[0]).toBeLessThanOrEqual(41)
    expect(readsAt.length).toBeGreaterThan(4)
    for (const [index, at] of readsAt.slice(1).entries()) {
      expect(at - (readsAt[index] ?? 0)).toBeLessThanOrEqual(28)
      expect(at - (readsAt[index] ?? 0)).toBeGreaterThanOrEqual(20)
    }
    expect(states).toEqual(['connecting', 'live', 'reading'])
    page.stop()
  })

  it('reads within 12 seconds of an interruption, however often the stream fails in between', async () => {
    const page = pageWith(random)
    page.noteMessage()
    await wait(20_000)
    for (let at = 20; at < 60; at += 2) {
      page.noteState('reconnecting')
      await wait(2_000)
    }
    expect(readsAt[0]).toBeLessThanOrEqual(32)
    expect(readsAt.length).toBeLessThanOrEqual(2)
    page.stop()
  })

  it('reads within 12 seconds when a new stream brings nothing', async () => {
    const page = pageWith(random)
    await wait(12_000)
    expect(readsAt).toHaveLength(1)
    expect(page.state).toBe('reading')
    page.stop()
  })
})

describe('the freshness of a page', () => {
  it('is live again with the next message, and no read follows', async () => {
    const page = pageWith(1)
    await wait(12_000)
    page.noteMessage()
    expect(page.state).toBe('live')
    await wait(30_000)
    page.noteMessage()
    await wait(30_000)
    expect(readsAt).toHaveLength(1)
    page.stop()
  })

  it('is stale when reads fail, too, and keeps the time when it was last right', async () => {
    const page = pageWith(0)
    page.noteMessage()
    await wait(1_000)
    page.noteState('reconnecting')
    await wait(4_000)
    expect([page.state, page.at]).toEqual(['reading', 5_000])
    answer = () => Promise.reject(new TypeError('refused'))
    await wait(20_000)
    expect([page.state, page.at]).toEqual(['stale', 5_000])
    answer = () => Promise.resolve()
    await wait(20_000)
    expect([page.state, page.at]).toEqual(['reading', 45_000])
    page.stop()
  })

  it('ignores the result of a read during which the stream brought a message', async () => {
    const page = pageWith(0)
    let fail: (error: Error) => void = () => expect.unreachable('no read has begun')
    answer = () => new Promise((_, reject) => (fail = reject))
    await wait(4_000)
    page.noteMessage()
    fail(new TypeError('cut'))
    await wait(0)
    expect(page.state).toBe('live')
    page.stop()
  })

  it('is offline when the browser reports so and reads fail', async () => {
    const page = pageWith(0)
    page.noteState('offline')
    answer = () => Promise.reject(new TypeError('no network'))
    await wait(60_000)
    expect(page.state).toBe('offline')
    page.stop()
  })

  it('reads nothing after its end', async () => {
    pageWith(0).stop()
    await wait(100_000)
    expect(readsAt).toEqual([])
  })
})
