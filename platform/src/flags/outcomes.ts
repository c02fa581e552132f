import { type FlagName, type FlagOutcome, type FlagVariant, MAX_AFFECTED_ACCOUNTS } from '@tuvens/contract'

/** One call of a path behind a flag. */
export type CountedCall = {
  flag: FlagName
  version: number
  variant: FlagVariant
  accountId: number | null
  hasFailed: boolean
  isSlow: boolean
}

/** Counts calls until they are told. */
export type OutcomeCounter = {
  count: (call: CountedCall) => void
  /** What was counted since the last time. */
  drain: () => FlagOutcome[]
  /** Puts back what could not be told. */
  restore: (outcomes: readonly FlagOutcome[]) => void
}

/** Without a reader, these are kept at most: versions of flags that changed meanwhile. */
const MAX_ROWS = 500

type Count = Omit<FlagOutcome, 'affected_accounts'> & { accounts: Set<number> }

export function createOutcomeCounter(): OutcomeCounter {
  let counts = new Map<string, Count>()
  const add = (outcome: Omit<FlagOutcome, 'affected_accounts'>, accounts: readonly number[]) => {
    const key = `${outcome.flag} ${outcome.version} ${outcome.variant}`
    const found = counts.get(key)
    if (found === undefined && counts.size >= MAX_ROWS) return
    const count = found ?? { ...outcome, calls: 0, failed: 0, slow: 0, accounts: new Set<number>() }
    counts.set(key, count)
    count.calls += outcome.calls
    count.failed += outcome.failed
    count.slow += outcome.slow
    for (const account of accounts)
      if (count.accounts.size < MAX_AFFECTED_ACCOUNTS) count.accounts.add(account)
  }
  return {
    count: ({ accountId, hasFailed, isSlow, flag, version, variant }) => {
      const isBad = hasFailed || isSlow
      const outcome = { flag, version, variant, calls: 1, failed: Number(hasFailed), slow: Number(isSlow) }
      add(outcome, isBad && accountId !== null ? [accountId] : [])
    },
    drain: () => {
      const drained = [...counts.values()].map(({ accounts, ...count }) => ({
        ...count,
        affected_accounts: [...accounts],
      }))
      counts = new Map()
      return drained
    },
    restore: (outcomes) => {
      for (const { affected_accounts: accounts, ...outcome } of outcomes) add(outcome, accounts)
    },
  }
}
