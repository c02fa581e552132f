import type { FlagState } from '@tuvens/contract'
import { defaultFlagState } from '@tuvens/platform/flags/evaluator'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Harness, startHarness, until } from '../../test-support/harness.ts'
import { loadFlags } from './start-flags.ts'

const FLAG = 'ticket-picker'
const switchedOff: FlagState = { ...defaultFlagState(FLAG), version: 1, is_on: false }

describe('the flags of the ticket origin', () => {
  let test: Harness
  beforeEach(async () => {
    test = await startHarness({ withLoops: true })
    return test.stop
  })
  afterEach(() => void test.api.faults.splice(0))

  const isOn = () => test.context.flags.isOn(FLAG, { accountId: 7 })
  const reads = () => test.api.seen.filter(({ path }) => path === '/api/service/flags')
  const waitForReads = (count: number) => {
    const before = reads().length
    return until(() => reads().length >= before + count, `${count} reads of the flags`)
  }

  it('follow those of the API without a restart', async () => {
    expect(isOn()).toBe(true)
    test.api.flags.states = [switchedOff]
    await until(() => !isOn(), 'the flag to be off')
    test.api.flags.states = [{ ...switchedOff, version: 2, is_on: true }]
    await until(isOn, 'the flag to be on')
  })

  it('are sent once, not again while they are the same', async () => {
    test.api.flags.states = [switchedOff]
    await until(() => !isOn(), 'the flag to be off')
    await waitForReads(1)
    const etags = reads().map(({ headers }) => headers['if-none-match'])
    expect(etags.at(-1)).toMatch(/^"/)
    expect(isOn()).toBe(false)
  })

  it('stay as they were while the API is away', async () => {
    test.api.flags.states = [switchedOff]
    await until(() => !isOn(), 'the flag to be off')
    const away = { match: 'GET /api/service/flags', kind: 'cut', times: 1_000 } as const
    test.api.faults.push(away)
    test.api.flags.states = []
    await waitForReads(2)
    expect(isOn()).toBe(false)
  })

  it('are the last ones known after a restart without the API', async () => {
    test.api.flags.states = [switchedOff]
    await until(() => !isOn(), 'the flag to be off')
    test.api.faults.push({ match: 'GET /api/service/flags', kind: 'cut', times: 1_000 } as const)
    await test.restart()
    await loadFlags(test.context)
    expect(isOn()).toBe(false)
  })

  it('tell the API what came of their paths, also after it was away', async () => {
    const fault = { match: 'POST /api/service/flags/outcomes', kind: 'cut', times: 1 } as const
    test.api.faults.push(fault)
    test.context.flags.count(FLAG, { variant: 'on', accountId: 7, hasFailed: true, ms: 1 })
    const told = await until(() => test.api.flags.outcomes[0], 'the outcome')
    expect(told).toMatchObject({ flag: FLAG, variant: 'on', calls: 1, failed: 1, affected_accounts: [7] })
  })
})
