import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { roundMoney } from '../rest/text.ts'
import { additionsOn, discounted, mergeRollups } from './pricing.ts'
import type { TaxRow } from './store.ts'

/**
 * Money beside whole numbers: prices in cents, rates in ten-thousandths of a percent, every division exact and rounded
 * once, half a cent upwards. The result in floating point must be the same to the cent.
 */
const RATE = 10_000
const cents = fc.integer({ min: 1, max: 1_000_000 })
const rate = fc.integer({ min: 1, max: 100 * RATE })
const quantity = fc.integer({ min: 1, max: 100 })

function halfUp(numerator: bigint, denominator: bigint): number {
  return Number((2n * numerator + denominator) / (2n * denominator)) / 100
}

const taxOf = (part: Partial<TaxRow>): TaxRow => ({
  id: 1,
  account_id: 1,
  name: 'VAT',
  description: null,
  calculation_type: 'PERCENTAGE',
  rate: 21,
  is_active: true,
  is_default: false,
  type: 'TAX',
  ...part,
})

describe('money', () => {
  it.each([
    [4.515, 4.52],
    [1.005, 1.01],
    [0.615, 0.62],
    [8.4915, 8.49],
    [2.675, 2.68],
    [0.1 + 0.2, 0.3],
    [0, 0],
  ])('%d is %d to the cent', (value, rounded) => {
    expect(roundMoney(value)).toBe(rounded)
  })

  it('is rounded as integer arithmetic rounds it', () => {
    const tenThousandths = fc.integer({ min: 0, max: 1_000_000_000 })
    fc.assert(
      fc.property(tenThousandths, (value) => {
        expect(roundMoney(value / 10_000)).toBe(halfUp(BigInt(value), 100n))
      }),
      { numRuns: 2000 },
    )
  })
})

describe('a percentage', () => {
  it('as a tax is exact to the cent over any number of tickets', () => {
    fc.assert(
      fc.property(cents, rate, quantity, (price, each, number) => {
        const { tax, fee, rollup } = additionsOn([taxOf({ rate: each / RATE })], price / 100, number)
        const exact = halfUp(BigInt(price) * BigInt(each) * BigInt(number), BigInt(100 * RATE))
        expect([tax, fee]).toEqual([exact, 0])
        expect(rollup.taxes?.[0]?.value).toBe(exact)
      }),
      { numRuns: 1000 },
    )
  })

  it('as a discount is exact to the cent, and leaves a price between 0 and the full price', () => {
    fc.assert(
      fc.property(cents, fc.integer({ min: 0, max: 10_000 }), (price, hundredths) => {
        const off = {
          discount_type: 'PERCENTAGE' as const,
          discount: hundredths / 100,
          applicable_product_ids: [],
        }
        const charged = discounted({ id: 1, type: 'PAID' }, price / 100, off)
        expect(charged).toBe(halfUp(BigInt(price) * BigInt(10_000 - hundredths), 10_000n))
        expect(charged).toBeGreaterThanOrEqual(0)
        expect(charged).toBeLessThanOrEqual(price / 100)
      }),
      { numRuns: 1000, examples: [[733_125, 9992]] },
    )
  })
})

describe('taxes and fees together', () => {
  const some = fc.array(
    fc.record({
      type: fc.constantFrom('TAX' as const, 'FEE' as const),
      calculation_type: fc.constantFrom('PERCENTAGE' as const, 'FIXED' as const),
      rate: fc.integer({ min: 1, max: 5000 }).map((each) => each / 100),
      name: fc.constantFrom('VAT', 'Service', 'City'),
      is_active: fc.boolean(),
    }),
    { maxLength: 5 },
  )

  it('equal the sum of the shown lines, in any order of the taxes', () => {
    fc.assert(
      fc.property(some, cents, quantity, (parts, price, number) => {
        const taxes = parts.map(taxOf)
        const { tax, fee, rollup } = additionsOn(taxes, price / 100, number)
        const sum = (lines: readonly { value: number }[] = []) =>
          roundMoney(lines.reduce((total, { value }) => total + value, 0))
        expect([tax, fee]).toEqual([sum(rollup.taxes), sum(rollup.fees)])
        const turned = additionsOn(taxes.toReversed(), price / 100, number)
        expect([turned.tax, turned.fee]).toEqual([tax, fee])
      }),
      { numRuns: 500 },
    )
  })

  it('keep their sum when the lines of several items are merged', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(some, cents), { minLength: 1, maxLength: 4 }), (items) => {
        const each = items.map(([parts, price]) => additionsOn(parts.map(taxOf), price / 100, 1))
        const merged = mergeRollups(each.map(({ rollup }) => rollup))
        const total = (lines: readonly { value: number }[] = []) =>
          lines.reduce((sum, { value }) => sum + value, 0)
        expect(total(merged.taxes)).toBeCloseTo(
          each.reduce((sum, { tax }) => sum + tax, 0),
          6,
        )
        expect(total(merged.fees)).toBeCloseTo(
          each.reduce((sum, { fee }) => sum + fee, 0),
          6,
        )
        const keys = (merged.taxes ?? []).map(({ name, rate: at, type }) => `${name} ${at} ${type}`)
        expect(new Set(keys).size).toBe(keys.length)
      }),
      { numRuns: 300 },
    )
  })
})
