import { describe, expect, it } from 'vitest'
import { knockPause, pauseAfter, retryAfterMs } from './schedule.ts'
import { sourceStatusOf } from './source-status.ts'

const HOUR = 3_600_000

describe('the schedule of attempts', () => {
  it('makes ten attempts over about 75 hours', () => {
    const pauses = Array.from({ length: 10 }, (_, at) => pauseAfter(at + 1, 0.5))
    expect(pauses.at(-1)).toBeNull()
    const total = pauses.reduce<number>((sum, each) => sum + (each ?? 0), 0)
    expect(total / HOUR).toBeGreaterThan(74)
    expect(total / HOUR).toBeLessThan(77)
    expect(pauses[0]).toBe(5_000)
  })

  it('spreads attempts by a fifth either way', () => {
    expect([pauseAfter(1, 0), pauseAfter(1, 1)]).toEqual([4_000, 6_000])
  })

  it('knocks at an absent API soon at first, and at least every 18 s', () => {
    expect(knockPause(0, 0.5)).toBe(1_000)
    expect(knockPause(10 * HOUR, 1)).toBe(18_000)
  })

  it.each([
    ['120', 120_000],
    ['0', 1_000],
    ['999999', 600_000],
    ['-5', null],
    ['soon', null],
    [undefined, null],
  ])('reads Retry-After %j as %j ms', (header, ms) => {
    expect(retryAfterMs(header)).toBe(ms)
  })
})

describe('our word for what Hi.Events says', () => {
  it.each([
    ['LIVE', 'UPCOMING', 'LIVE'],
    ['LIVE', 'ONGOING', 'LIVE'],
    ['LIVE', 'ENDED', 'ENDED'],
    ['DRAFT', 'UPCOMING', 'DRAFT'],
    ['DRAFT', 'ENDED', 'DRAFT'],
    ['ARCHIVED', 'UPCOMING', 'CANCELLED'],
    ['ARCHIVED', 'ENDED', 'CANCELLED'],
    ['SOMETHING_NEW', 'UPCOMING', 'DRAFT'],
  ])('%s and %s is %s', (status, lifecycle_status, expected) => {
    expect(sourceStatusOf({ status, lifecycle_status })).toBe(expected)
  })
})
