import { pauseAfter } from '@tuvens/platform/work'
import { describe, expect, it } from 'vitest'
import { REPORT_BACKOFF, unreachableDelay } from './retry-delays.ts'

const HOUR = 3_600_000

describe('the delays between attempts to send a status report', () => {
  it('allow ten attempts over about 75 hours', () => {
    const delays = Array.from({ length: 10 }, (_, at) => pauseAfter(REPORT_BACKOFF, at + 1, () => 0.5))
    expect(delays.at(-1)).toBeNull()
    const total = delays.reduce<number>((sum, each) => sum + (each ?? 0), 0)
    expect(total / HOUR).toBeGreaterThan(74)
    expect(total / HOUR).toBeLessThan(77)
    expect(delays[0]).toBe(5_000)
  })

  it('vary by a fifth either way', () => {
    const first = (randomFraction: number) => pauseAfter(REPORT_BACKOFF, 1, () => randomFraction)
    expect([first(0), first(1)]).toEqual([4_000, 6_000])
  })

  it('are a second at first and at most 18 s while the API cannot be reached', () => {
    expect(unreachableDelay(0, () => 0.5)).toBe(1_000)
    expect(unreachableDelay(10 * HOUR, () => 1)).toBe(18_000)
  })
})
