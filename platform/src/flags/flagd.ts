import type { FlagState } from '@tuvens/contract'

/** Shares of an account's place among all: a thousandth of a percent is the smallest rollout. */
const PARTS = 100_000

/** The flags in the form of flagd, whose evaluator keeps each account on its side while the share of *on* grows. */
export function flagdOf(states: readonly FlagState[]): string {
  return JSON.stringify({
    flags: Object.fromEntries(states.map((state) => [state.name, definitionOf(state)])),
  })
}

/** The value that a flag has for every account, or null when it depends on the account. */
export function uniformValueOf(state: FlagState): boolean | null {
  if (!state.is_on) return false
  if (state.targeting !== null) return null
  if (state.percent >= 100 && state.except_accounts.length === 0) return true
  return state.percent <= 0 && state.accounts.length === 0 ? false : null
}

function definitionOf(state: FlagState) {
  const uniform = uniformValueOf(state)
  return {
    // Flagd's own DISABLED gives the caller's default, which is not the same as off.
    state: 'ENABLED',
    variants: { on: true, off: false },
    // Also of a caller without an account, which has no place among all.
    defaultVariant: uniform === true || (state.is_on && state.percent >= 100) ? 'on' : 'off',
    ...(uniform === null && { targeting: targetingOf(state) }),
  }
}

function targetingOf({ percent, accounts, except_accounts: excepted, targeting }: FlagState) {
  const account = { var: 'accountId' }
  const byShare = percent >= 100 ? 'on' : percent <= 0 ? 'off' : fractionOf(percent)
  const byRule = targeting === null ? [] : [is(targeting, 'on'), 'on', is(targeting, 'off'), 'off']
  return { if: [{ in: [account, excepted] }, 'off', { in: [account, accounts] }, 'on', ...byRule, byShare] }
}

function fractionOf(percent: number) {
  const on = Math.round((percent / 100) * PARTS)
  return {
    fractional: [
      ['on', on],
      ['off', PARTS - on],
    ],
  }
}

function is(rule: object, variant: string) {
  return { '==': [rule, variant] }
}
