import { describe, expect, it } from 'vitest'
import { type AccountBasis, type FlagComparison, reasonToRollBack, zOf } from './compare.ts'
import { defaultSettings } from './states.ts'

const { guard } = defaultSettings('ticket-picker')
const FINE = { calls: 1_000, failed: 0, slow: 0, accounts: 100, affected: 0 }
const WORSE = { accounts: 100, affected: 40 }

function compare(
  on: Partial<FlagComparison['on']>,
  off: Partial<FlagComparison['off']> = {},
  basis: AccountBasis = 'some',
) {
  return reasonToRollBack({ on: { ...FINE, ...WORSE, ...on }, off: { ...FINE, ...off } }, guard, basis)
}

describe('the comparison of the two paths of a flag', () => {
  it('finds the path worse whose calls fail, and says by how much', () => {
    expect(compare({ calls: 100, failed: 30 }, { calls: 900, failed: 9 })).toBe(
      '30.0 % (30 of 100) of its calls failed, 1.0 % (9 of 900) of the others; 40 of its 100 accounts were affected',
    )
  })

  it('finds the path worse whose calls are slow', () => {
    expect(compare({ calls: 100, slow: 30 }, { slow: 10 })).toContain('took more than 2000 ms')
  })

  it('finds nothing where both paths fail alike', () => {
    expect(compare({ failed: 300 }, { failed: 300 })).toBeNull()
    expect(compare({ failed: 1_000 }, { failed: 1_000 })).toBeNull()
  })

  it('finds nothing where the path behind the flag is better', () => {
    expect(compare({ failed: 0 }, { failed: 500 })).toBeNull()
  })

  it.each([
    ['few calls of its path', { calls: guard.min_calls - 1, failed: 15 }, {}],
    ['few calls of the other path', { failed: 300 }, { calls: guard.min_calls - 1 }],
    ['few bad calls', { calls: 20, failed: guard.min_bad - 1 }, {}],
    ['few accounts', { failed: 300, accounts: 2, affected: guard.min_accounts - 1 }, {}],
    ['a small difference', { calls: 1e6, failed: 10_000 }, { calls: 1e6 }],
    ['accounts that nobody named', { failed: 300 }, { accounts: 0 }],
  ])('proves nothing with %s', (_, on, off) => {
    expect(compare(on, off)).toBeNull()
  })

  it.each([
    ['three of thirty', 3, 30],
    ['eight of a hundred', 8, 100],
    ['a hundred of two thousand', 100, 2_000],
  ])('proves nothing with all the bad calls of %s accounts', (_, affected, accounts) => {
    expect(compare({ failed: 900, affected, accounts })).toBeNull()
  })

  it('needs most of the accounts where the path is a defence', () => {
    const on = { failed: 900, affected: 49, accounts: 100 }
    expect(compare(on, {}, 'some')).not.toBeNull()
    expect(compare(on, {}, 'most')).toBeNull()
    expect(compare({ ...on, affected: 50 }, {}, 'most')).not.toBeNull()
  })

  it('needs no share of accounts that an operator has named', () => {
    expect(compare({ failed: 900, affected: 3, accounts: 30 }, {}, 'named')).not.toBeNull()
  })

  it('has the z of the two-proportion test with the correction for continuity', () => {
    // By hand: (0.15 - 0.05 - 0.0075) / √(25/300 · 275/300 · 0.015).
    expect(zOf([15, 100], [10, 200])).toBeCloseTo(2.73, 2)
    expect(zOf([10, 200], [15, 100])).toBeCloseTo(-zOf([15, 100], [10, 200]))
  })

  it('turns off hardly any flag that is as good as the rest, though it looks every second for an hour', () => {
    const random = seeded(7)
    const alarms = Array.from({ length: 200 }, () => looksUntilAlarm(random, 0.05)).filter((each) => each)
    expect(alarms.length).toBeLessThanOrEqual(2)
  })

  it('turns off a flag that breaks its path within the calls of a few seconds', () => {
    const on = { calls: 20, failed: 20, accounts: 4, affected: 4 }
    expect(compare(on, { calls: 180, failed: 2, accounts: 36, affected: 2 })).not.toBeNull()
  })
})

/** Calls and failures on each side. */
type Second = { on: [number, number]; off: [number, number] }

/** Two calls a second, a tenth of them on the path behind the flag; both fail alike. */
function looksUntilAlarm(random: () => number, rate: number): boolean {
  const seconds: Second[] = []
  const sum: Second = { on: [0, 0], off: [0, 0] }
  const add = ({ on, off }: Second, factor: 1 | -1) => {
    for (const [side, [calls, failed]] of [
      ['on', on],
      ['off', off],
    ] as const) {
      sum[side][0] += factor * calls
      sum[side][1] += factor * failed
    }
  }
  for (let second = 0; second < 3_600; second++) {
    const now: Second = { on: [0, 0], off: [0, 0] }
    for (let call = 0; call < 2; call++) {
      const side = random() < 0.1 ? now.on : now.off
      side[0]++
      if (random() < rate) side[1]++
    }
    seconds.push(now)
    add(now, 1)
    const gone = seconds.length > guard.window_seconds ? seconds.shift() : undefined
    if (gone) add(gone, -1)
    const [on, off] = [sum.on, sum.off].map(([calls, failed]) => ({
      calls,
      failed,
      slow: 0,
      accounts: 10,
      affected: 10,
    }))
    if (on && off && reasonToRollBack({ on, off }, guard, 'named') !== null) return true
  }
  return false
}

/** Mulberry32: the same numbers in every run. */
function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
