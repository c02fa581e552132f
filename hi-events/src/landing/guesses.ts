import { ServiceError } from '@tuvens/contract'

/** Refuses an address that keeps coming with tokens nobody issued: its guesses would use up what the API lets us ask. */
export type Guesses = {
  /** @throws ServiceError RATE_LIMITED */
  check: (address: string) => void
  /** Notes a failure when it is about a token nobody knows. */
  note: (address: string, error: unknown) => void
}

const WINDOW_MS = 60_000
const MAX_KEPT = 10_000

type Kept = { count: number; until: number }

/** @param limit unknown tokens a minute and address; `now` gives milliseconds */
export function createGuesses(limit: number, now: () => number): Guesses {
  const kept = new Map<string, Kept>()
  const current = (address: string): Kept => {
    const found = kept.get(address)
    return found !== undefined && found.until > now() ? found : { count: 0, until: now() + WINDOW_MS }
  }
  return {
    check: (address) => {
      const { count, until } = current(address)
      if (count >= limit) throw new ServiceError('RATE_LIMITED', { retryAfter: (until - now()) / 1000 })
    },
    note: (address, error) => {
      if (!(error instanceof ServiceError) || error.code !== 'SESSION_NOT_FOUND') return
      const entry = current(address)
      if (kept.size >= MAX_KEPT) kept.clear()
      kept.set(address, { ...entry, count: entry.count + 1 })
    },
  }
}
