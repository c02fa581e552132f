import type { FlagGuard } from '@tuvens/contract'
import type { FlagPathCounts } from './store.ts'

/** The calls of one path. */
type Cohort = Pick<FlagPathCounts, 'calls' | 'failed' | 'slow'>
/** Both paths of a flag; the accounts are those with a bad call of the path behind the flag. */
export type FlagComparison = { on: Cohort; off: Cohort; accounts: number }

/**
 * Why the path behind a flag is worse than the other one, in a sentence; null while nothing proves it. Calls that failed and
 * calls that were slow are compared by themselves: a path that fails at once would look fast.
 */
export function reasonToRollBack({ on, off, accounts }: FlagComparison, guard: FlagGuard): string | null {
  if (!guard.is_active || on.calls < guard.min_calls || off.calls < guard.min_calls) return null
  if (accounts < guard.min_accounts) return null
  if (isWorse([on.failed, on.calls], [off.failed, off.calls], guard))
    return `${shareOf(on.failed, on.calls)} of its calls failed, ${shareOf(off.failed, off.calls)} of the others; ${accounts} accounts were affected`
  if (isWorse([on.slow, on.calls], [off.slow, off.calls], guard))
    return `${shareOf(on.slow, on.calls)} of its calls took more than ${guard.slow_ms} ms, ${shareOf(off.slow, off.calls)} of the others; ${accounts} accounts were affected`
  return null
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

function shareOf(bad: number, calls: number): string {
  return `${((100 * bad) / calls).toFixed(1)} % (${bad} of ${calls})`
}
