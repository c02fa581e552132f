import { type FlagState, MAX_NAMED_ACCOUNTS, ServiceError } from '@tuvens/contract'
import { describe, expect, it, vi } from 'vitest'
import { defaultFlagState } from './evaluator.ts'
import { createFlags, type Flags } from './flags.ts'
import { problemOfTargeting } from './targeting.ts'

const FLAG = 'ticket-picker'
const ACCOUNTS = Array.from({ length: 5_000 }, (_, index) => index + 1)

function flagsWith(state: Partial<FlagState>, now?: () => number): Flags {
  const flags = createFlags(now)
  flags.replace([{ ...defaultFlagState(FLAG), version: 7, ...state }])
  return flags
}
const onAccounts = (flags: Flags) => ACCOUNTS.filter((accountId) => flags.isOn(FLAG, { accountId }))

describe('a flag', () => {
  it('has its default while nothing is known of it', () => {
    expect(createFlags().isOn(FLAG, { accountId: 1 })).toBe(true)
    const flags = flagsWith({ is_on: false })
    flags.replace([])
    expect(flags.isOn(FLAG, { accountId: 1 })).toBe(true)
  })

  it('keeps its decisions when the same state is read again, and decides again when it changes', () => {
    const isPast = { '<': [{ var: '$flagd.timestamp' }, 1_000] }
    const state = { ...defaultFlagState(FLAG), targeting: { if: [isPast, 'on', 'off'] } }
    vi.useFakeTimers({ now: 1, toFake: ['Date'] })
    try {
      const flags = createFlags()
      const decide = (next: FlagState) => {
        flags.replace([next])
        return flags.isOn(FLAG, { accountId: 1 })
      }
      expect(decide(state)).toBe(true)
      vi.setSystemTime(2_000_000)
      expect(decide({ ...state })).toBe(true)
      expect(decide({ ...state, version: 1 })).toBe(false)
    } finally {
      vi.useRealTimers()
    }
  })

  it('ignores flags of another version of the product', () => {
    const flags = createFlags()
    flags.replace([{ ...defaultFlagState(FLAG), name: 'of-tomorrow', is_on: false }])
    expect(flags.isOn(FLAG, { accountId: 1 })).toBe(true)
  })

  it('reaches the part of the accounts that it is rolled out to', () => {
    const share = onAccounts(flagsWith({ percent: 10 })).length / ACCOUNTS.length
    expect(share).toBeGreaterThan(0.085)
    expect(share).toBeLessThan(0.115)
  })

  it('keeps each account on its side while the rollout grows', () => {
    const [ten, half] = [10, 50].map((percent) => new Set(onAccounts(flagsWith({ percent }))))
    expect([...(ten ?? [])].every((account) => half?.has(account))).toBe(true)
    expect(half?.size).toBeGreaterThan(ten?.size ?? 0)
  })

  it('rolls out to other accounts than another flag does', () => {
    const flags = createFlags()
    const percent = { percent: 10 }
    flags.replace([
      { ...defaultFlagState(FLAG), ...percent },
      { ...defaultFlagState('several-dates'), ...percent },
    ])
    const both = onAccounts(flags).filter((accountId) => flags.isOn('several-dates', { accountId }))
    expect(both.length).toBeLessThan(ACCOUNTS.length * 0.02)
  })

  it('is on for the accounts it names and off for those it leaves out, whatever its share', () => {
    const none = flagsWith({ percent: 0, accounts: [5, 7], except_accounts: [7] })
    expect(onAccounts(none)).toEqual([5])
    expect(onAccounts(flagsWith({ percent: 100, except_accounts: [7] }))).not.toContain(7)
  })

  it('is off for everyone when it is switched off, also for the accounts that it names', () => {
    expect(onAccounts(flagsWith({ is_on: false, percent: 100, accounts: [5] }))).toEqual([])
  })

  it('follows a targeting rule of flagd before its share', () => {
    const targeting = { if: [{ '<=': [{ var: 'accountId' }, 3] }, 'on', null] }
    expect(onAccounts(flagsWith({ percent: 0, targeting }))).toEqual([1, 2, 3])
    expect(onAccounts(flagsWith({ percent: 100, targeting: { if: [true, 'off'] } }))).toEqual([])
  })

  it('is off when its rule fails', () => {
    expect(onAccounts(flagsWith({ targeting: { sem_ver: [1] }, percent: 0 }))).toEqual([])
    expect(onAccounts(flagsWith({ targeting: { unknown_operator: [1] } }))).toEqual([])
  })

  it('is off for a caller without an account unless it is on for everyone', () => {
    expect(flagsWith({ percent: 99 }).isOn(FLAG, { accountId: null })).toBe(false)
    expect(flagsWith({ percent: 100 }).isOn(FLAG, { accountId: null })).toBe(true)
  })

  it('tells whether it has one value for every account', () => {
    expect(flagsWith({ percent: 100 }).uniform(FLAG)).toBe(true)
    expect(flagsWith({ is_on: false, percent: 50 }).uniform(FLAG)).toBe(false)
    expect(flagsWith({ percent: 50 }).uniform(FLAG)).toBeNull()
    expect(flagsWith({ percent: 100, except_accounts: [1] }).uniform(FLAG)).toBeNull()
  })

  it('decides again for an account after it was changed', () => {
    const flags = flagsWith({ percent: 50 })
    const [account = 0] = onAccounts(flags)
    flags.replace([{ ...defaultFlagState(FLAG), version: 8, percent: 50, except_accounts: [account] }])
    expect(flags.isOn(FLAG, { accountId: account })).toBe(false)
  })

  it('is explained with its reason by the client of OpenFeature', async () => {
    const flags = flagsWith({ percent: 0, accounts: [5] })
    const named = await flags.explain(FLAG, { accountId: 5 })
    expect(named).toMatchObject({ value: true, variant: 'on', reason: 'TARGETING_MATCH' })
    const killed = flagsWith({ is_on: false })
    expect(await killed.explain(FLAG, { accountId: 5 })).toMatchObject({ value: false, reason: 'STATIC' })
  })
})

describe('a targeting rule', () => {
  it.each([
    ['an unknown operator', { unknown_operator: [1] }],
    ['a share without a whole number', { fractional: [['on', 0.5]] }],
  ])('is refused with %s', (_, rule) => {
    expect(problemOfTargeting(rule)).not.toBeNull()
  })

  it('is accepted when it decides', () => {
    expect(problemOfTargeting({ if: [{ in: [{ var: 'accountId' }, [1, 2]] }, 'on', null] })).toBeNull()
  })
})

describe('the outcome of a path', () => {
  const fail = (error: unknown) => async () => {
    throw error
  }

  it('is counted for the path that ran, under the version of the flag, with the accounts that it was bad for', async () => {
    const flags = flagsWith({ percent: 0, accounts: [5] })
    const on = fail(new TypeError('a bug'))
    const run = (accountId: number) => flags.run(FLAG, { accountId }, { on, off: async () => 'fine' })
    await expect(run(5)).rejects.toThrow('a bug')
    expect(await run(6)).toBe('fine')
    const row = { flag: FLAG, version: 7, calls: 1, slow: 0 }
    expect(flags.drain()).toEqual([
      { ...row, variant: 'on', failed: 1, accounts: [5], affected_accounts: [5] },
      { ...row, variant: 'off', failed: 0, accounts: [6], affected_accounts: [] },
    ])
    expect(flags.drain()).toEqual([])
  })

  it('is no failure when the path refuses as it should', async () => {
    const flags = flagsWith({})
    const on = fail(new ServiceError('PERMISSION_DENIED'))
    await expect(flags.run(FLAG, { accountId: 5 }, { on, off: on })).rejects.toThrow()
    expect(flags.drain()).toMatchObject([{ calls: 1, failed: 0 }])
  })

  it('is left out when the judge of the path ignores it', async () => {
    const flags = flagsWith({})
    const on = async () => 'an outage'
    await flags.run(FLAG, { accountId: 5 }, { on, off: on, judge: () => 'ignored' })
    expect(flags.drain()).toEqual([])
  })

  it('is slow when the path takes longer than its flag allows', async () => {
    let time = 0
    const flags = flagsWith({ slow_ms: 100 }, () => time)
    const take = (ms: number) => async () => void (time += ms)
    await flags.run(FLAG, { accountId: 5 }, { on: take(100), off: take(0) })
    await flags.run(FLAG, { accountId: 6 }, { on: take(101), off: take(0) })
    expect(flags.drain()).toMatchObject([{ calls: 2, slow: 1, accounts: [5, 6], affected_accounts: [6] }])
  })

  it('counts for the version under which the path began', async () => {
    const flags = flagsWith({})
    const on = async () => flags.replace([{ ...defaultFlagState(FLAG), version: 8 }])
    await flags.run(FLAG, { accountId: 5 }, { on, off: on })
    expect(flags.drain()).toMatchObject([{ version: 7 }])
  })

  it('is kept when it could not be told', () => {
    const flags = flagsWith({})
    const call = { variant: 'on', hasFailed: true, ms: 1 } as const
    flags.count(FLAG, { ...call, accountId: 5 })
    const first = flags.drain()
    flags.count(FLAG, { ...call, accountId: 6 })
    flags.restore(first)
    expect(flags.drain()).toMatchObject([{ calls: 2, failed: 2, affected_accounts: [6, 5] }])
  })

  it('names of more accounts than it can a sample that does not prefer the affected ones', () => {
    const flags = flagsWith({})
    for (let accountId = 1; accountId <= 2 * MAX_NAMED_ACCOUNTS; accountId++) {
      const hasFailed = accountId > MAX_NAMED_ACCOUNTS - 10
      flags.count(FLAG, { variant: 'on', accountId, hasFailed, ms: 1 })
    }
    const [told] = flags.drain()
    expect([told?.accounts.length, told?.affected_accounts.length]).toEqual([MAX_NAMED_ACCOUNTS, 10])
  })
})
