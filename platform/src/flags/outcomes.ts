import { type FlagName, type FlagOutcome, type FlagVariant, MAX_NAMED_ACCOUNTS } from '@tuvens/contract'

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

type Count = Omit<FlagOutcome, 'accounts' | 'affected_accounts'> & {
  accounts: Set<number>
  affected: Set<number>
}

export function createOutcomeCounter(): OutcomeCounter {
  let counts = new Map<string, Count>()
  const add = ({ accounts, affected_accounts: affected, ...outcome }: FlagOutcome) => {
    const key = `${outcome.flag} ${outcome.version} ${outcome.variant}`
    const found = counts.get(key)
    if (found === undefined && counts.size >= MAX_ROWS) return
    const count = found ?? { ...outcome, ...nothing() }
    counts.set(key, count)
    count.calls += outcome.calls
    count.failed += outcome.failed
    count.slow += outcome.slow
    for (const account of accounts) if (count.accounts.size < MAX_NAMED_ACCOUNTS) count.accounts.add(account)
    // Only of accounts that are named: a sample that preferred the affected ones would show a larger share of them.
    for (const account of affected) if (count.accounts.has(account)) count.affected.add(account)
  }
  return {
    count: ({ accountId, hasFailed, isSlow, flag, version, variant }) => {
      const accounts = accountId === null ? [] : [accountId]
      const affected_accounts = hasFailed || isSlow ? accounts : []
      const bad = { failed: Number(hasFailed), slow: Number(isSlow) }
      add({ flag, version, variant, calls: 1, ...bad, accounts, affected_accounts })
    },
    drain: () => {
      const drained = [...counts.values()].map(({ accounts, affected, ...count }) => ({
        ...count,
        accounts: [...accounts],
        affected_accounts: [...affected],
      }))
      counts = new Map()
      return drained
    },
    restore: (outcomes) => {
      for (const outcome of outcomes) add(outcome)
    },
  }
}

const nothing = () => ({
  calls: 0,
  failed: 0,
  slow: 0,
  accounts: new Set<number>(),
  affected: new Set<number>(),
})
