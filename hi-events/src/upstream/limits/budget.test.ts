import { describe, expect, it } from 'vitest'
import { createBudget, type Urgency } from './budget.ts'

function setUp(limit: number) {
  let now = 1_000_000
  const budget = createBudget(limit, () => now)
  /** How many requests go through one after the other. */
  const use = (key: string, urgency: Urgency, asked = 1_000) => {
    let made = 0
    while (made < asked && budget.wait(key, urgency) === 0) {
      budget.spend(key, urgency)
      made++
    }
    return made
  }
  return { budget, use, pass: (ms: number) => (now += ms) }
}

describe('the budget of an account', () => {
  it('limits requests in any sixty seconds, and names the wait for the next', () => {
    const { budget, use, pass } = setUp(120)
    expect(use('a', 'prompt', 100)).toBe(100)
    pass(20_000)
    expect(use('a', 'prompt')).toBe(20)
    expect(budget.wait('a', 'prompt')).toBe(40_000)
    pass(40_000)
    expect(use('a', 'prompt')).toBe(100)
    expect(budget.wait('a', 'prompt')).toBe(20_000)
  })

  it('has a share for readings and one for background work, and leaves the rest to prompt calls', () => {
    const { use, pass } = setUp(120)
    expect(use('a', 'reading')).toBe(48)
    pass(30_000)
    expect(use('a', 'background')).toBe(48)
    expect(use('a', 'prompt')).toBe(24)
    pass(30_000)
    expect([use('a', 'background'), use('a', 'reading')]).toEqual([0, 48])
  })

  it('is counted separately for each account', () => {
    const { use } = setUp(10)
    expect(use('a', 'prompt')).toBe(10)
    expect(use('b', 'prompt')).toBe(10)
  })

  it('is blocked for as long as the ticket system asked, at most ten minutes', () => {
    const { budget, use, pass } = setUp(10)
    budget.block('a', 42_000)
    expect(budget.wait('a', 'prompt')).toBe(42_000)
    pass(42_000)
    expect(use('a', 'prompt')).toBe(10)
    budget.block('b', 86_400_000)
    expect(budget.wait('b', 'prompt')).toBe(600_000)
  })

  it('recovers at once when the clock is set back by an hour', () => {
    const { budget, use, pass } = setUp(10)
    expect(use('a', 'prompt')).toBe(10)
    budget.block('a', 600_000)
    pass(-3_600_000)
    expect(use('a', 'prompt')).toBe(10)
  })

  it('forgets the least recently used of more than ten thousand accounts', () => {
    const { budget, use } = setUp(10)
    for (let account = 0; account <= 10_000; account++) use(String(account), 'prompt', 10)
    expect(budget.wait('0', 'prompt')).toBe(0)
    expect(budget.wait('10000', 'prompt')).toBeGreaterThan(0)
  })
})
