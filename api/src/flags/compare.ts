import type { FlagGuard } from '@tuvens/contract'
import type { PathCounts } from './path-counts.ts'

/** Both paths of a flag. */
export type FlagComparison = { on: PathCounts; off: PathCounts }

/**
 * Which accounts must prove that a path is worse: those that an operator has `named`, else a share of all that use it.
 * Accounts are free, and their owners may choose what fails: few of them must not decide for all.
 */
export type AccountBasis = 'named' | 'some' | 'most'
const MIN_AFFECTED_SHARE = { named: 0, some: 0.1, most: 0.5 } as const satisfies Record<AccountBasis, number>

/**
 * Why the path behind a flag is worse than the other one, in a sentence; null while nothing proves it. Calls that failed and
 * calls that were slow are compared by themselves: a path that fails at once would look fast.
 */
export function reasonToRollBack(
  { on, off }: FlagComparison,
  guard: FlagGuard,
  basis: AccountBasis,
): string | null {
  if (!guard.is_active || on.calls < guard.min_calls || off.calls < guard.min_calls) return null
  if (!areEnough({ on, off }, guard, basis)) return null
  if (isWorse([on.failed, on.calls], [off.failed, off.calls], guard))
    return `${shareOf(on.failed, on.calls)} of its calls failed, ${shareOf(off.failed, off.calls)} of the others; ${accountsOf(on)}`
  if (isWorse([on.slow, on.calls], [off.slow, off.calls], guard))
    return `${shareOf(on.slow, on.calls)} of its calls took more than ${guard.slow_ms} ms, ${shareOf(off.slow, off.calls)} of the others; ${accountsOf(on)}`
  return null
}

/** Each account counts once, however many calls it makes. */
function areEnough({ on, off }: FlagComparison, guard: FlagGuard, basis: AccountBasis): boolean {
  if (on.affected < guard.min_accounts) return false
  if (basis === 'named') return true
  if (on.affected < MIN_AFFECTED_SHARE[basis] * on.accounts) return false
  return zOf([on.affected, on.accounts], [off.affected, off.accounts]) >= guard.min_z
}

type Share = [bad: number, calls: number]

function isWorse(on: Share, off: Share, guard: FlagGuard): boolean {
  const difference = 100 * (on[0] / on[1] - off[0] / off[1])
  return on[0] >= guard.min_bad && difference >= guard.min_difference && zOf(on, off) >= guard.min_z
}

/**
 * z of the two-proportion test with pooled variance and the correction for continuity, without which few calls prove too
 * much (Fleiss, Statistical Methods for Rates and Proportions).
 */
export function zOf([bad, calls]: Share, [otherBad, otherCalls]: Share): number {
  const pooled = (bad + otherBad) / (calls + otherCalls)
  const inverse = 1 / calls + 1 / otherCalls
  const deviation = Math.sqrt(pooled * (1 - pooled) * inverse)
  if (deviation === 0) return 0
  const difference = bad / calls - otherBad / otherCalls
  return Math.sign(difference) * (Math.max(0, Math.abs(difference) - inverse / 2) / deviation)
}

function accountsOf({ affected, accounts }: PathCounts): string {
  return `${affected} of its ${accounts} accounts were affected`
}

function shareOf(bad: number, calls: number): string {
  return `${((100 * bad) / calls).toFixed(1)} % (${bad} of ${calls})`
}
