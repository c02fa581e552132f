import type { FlagVariant } from '@tuvens/contract'
import type { FlagPathCounts } from './store.ts'

/** The calls of one path of a flag within the window of the guard, and the accounts that made them. */
export type PathCounts = Pick<FlagPathCounts, 'calls' | 'failed' | 'slow' | 'accounts' | 'affected'>

const NOTHING: PathCounts = { calls: 0, failed: 0, slow: 0, accounts: 0, affected: 0 }

/** Those of one path; nothing when it had no calls. */
export function countsOf(all: readonly FlagPathCounts[], name: string, of: FlagVariant): PathCounts {
  const { calls, failed, slow, accounts, affected } =
    all.find(({ flag, variant }) => flag === name && variant === of) ?? NOTHING
  return { calls, failed, slow, accounts, affected }
}
