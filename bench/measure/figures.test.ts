import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { median, percentile, ratioOf } from './figures.ts'

describe('the figures of a benchmark', () => {
  it('have a median for an odd and for an even number of values', () => {
    expect(median([9, 1, 5])).toBe(5)
    expect(median([4, 1, 3, 2])).toBe(2.5)
    expect(median([])).toBeNaN()
  })

  it('have percentiles that are measured values', () => {
    const values = Array.from({ length: 100 }, (_, index) => 100 - index)
    expect([percentile(values, 0.5), percentile(values, 0.99), percentile(values, 1)]).toEqual([50, 99, 100])
    expect(percentile([7], 0.5)).toBe(7)
    expect(percentile([], 0.5)).toBeNaN()
  })

  it('compare values of the same round, so that a slow round of both has no effect', () => {
    expect(ratioOf([80, 8, 800], [100, 10, 1000])).toEqual({ median: 0.8, min: 0.8, max: 0.8 })
  })
})

describe('the figures of any values', () => {
  const values = fc.array(fc.double({ min: 0.001, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 50 })

  it('lie between the smallest and the largest of them', () => {
    fc.assert(
      fc.property(values, fc.double({ min: 0, max: 1, noNaN: true }), (given, share) => {
        const [least, most] = [Math.min(...given), Math.max(...given)]
        for (const figure of [median(given), percentile(given, share)]) {
          expect(figure).toBeGreaterThanOrEqual(least)
          expect(figure).toBeLessThanOrEqual(most)
        }
      }),
    )
  })

  it('do not depend on their order', () => {
    fc.assert(
      fc.property(values, (given) => {
        expect(median([...given].reverse())).toBe(median(given))
        expect(percentile([...given].reverse(), 0.9)).toBe(percentile(given, 0.9))
      }),
    )
  })

  it('give a ratio of one for equal subjects, whatever disturbed the rounds', () => {
    fc.assert(
      fc.property(values, (given) => {
        expect(ratioOf(given, given)).toEqual({ median: 1, min: 1, max: 1 })
      }),
    )
  })
})
