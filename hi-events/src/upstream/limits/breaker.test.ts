import { describe, expect, it } from 'vitest'
import { createBreaker } from './breaker.ts'

function setUp() {
  let now = 1_000_000
  const breaker = createBreaker(() => now)
  const fail = (times: number) => {
    for (let made = 0; made < times; made++) breaker.note(false)
  }
  return { breaker, fail, pass: (ms: number) => (now += ms) }
}

describe('the breaker', () => {
  it('opens after five failures in a row, not after five among successes', () => {
    const { breaker, fail } = setUp()
    fail(4)
    breaker.note(true)
    fail(4)
    expect(breaker.wait()).toBe(0)
    fail(1)
    expect(breaker.wait()).toBe(5_000)
  })

  it('lets one call through after five seconds, and no other until it has ended', () => {
    const { breaker, fail, pass } = setUp()
    fail(5)
    pass(4_999)
    expect(breaker.wait()).toBe(1)
    pass(1)
    expect([breaker.wait(), breaker.wait(), breaker.wait()]).toEqual([0, 5_000, 5_000])
  })

  it('closes when the probe succeeds', () => {
    const { breaker, fail, pass } = setUp()
    fail(5)
    pass(5_000)
    breaker.wait()
    breaker.note(true)
    expect([breaker.wait(), breaker.wait()]).toEqual([0, 0])
  })

  it('stays open when the probe fails, and lets another through later', () => {
    const { breaker, fail, pass } = setUp()
    fail(5)
    pass(5_000)
    breaker.wait()
    pass(1_000)
    fail(1)
    expect(breaker.wait()).toBe(5_000)
    pass(5_000)
    expect(breaker.wait()).toBe(0)
  })

  it('lets another probe through when the first never ends, or when the clock is set back', () => {
    const { breaker, fail, pass } = setUp()
    fail(5)
    pass(5_000)
    expect(breaker.wait()).toBe(0)
    pass(5_000)
    expect(breaker.wait()).toBe(0)
    pass(-3_600_000)
    expect(breaker.wait()).toBe(0)
  })
})
