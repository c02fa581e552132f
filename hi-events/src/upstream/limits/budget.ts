/** A landing or a reading after a webhook is prompt; the sweep is background work and leaves half the budget to them. */
export type Urgency = 'prompt' | 'background'

/** Requests per minute and login. */
export type Budget = {
  /** Milliseconds until a request may be made; 0 when it may be made now. */
  wait: (key: string, urgency: Urgency) => number
  spend: (key: string) => void
  /** Stops requests after a 429 of the ticket system. */
  block: (key: string, ms: number) => void
}

const WINDOW_MS = 60_000
const MAX_BLOCK_MS = 600_000
const MAX_KEPT = 10_000
const SHARE: Record<Urgency, number> = { prompt: 1, background: 0.5 }

type Spending = { times: number[]; blockedUntil: number }

/**
 * Hi.Events answers 429 above 180 requests a minute and user (spec 3.1); ours stay below `limit` in any 60 seconds, so that
 * the organiser's own browser has the rest. Times in the future, after a clock was set back, do not count; `now` gives milliseconds.
 */
export function createBudget(limit: number, now: () => number): Budget {
  const kept = new Map<string, Spending>()

  const spendingOf = (key: string): Spending => {
    const found = kept.get(key) ?? { times: [], blockedUntil: 0 }
    // Moves it to the end: the least recently used is dropped first.
    kept.delete(key)
    kept.set(key, found)
    const oldest = kept.keys().next().value
    if (kept.size > MAX_KEPT && oldest !== undefined) kept.delete(oldest)
    return found
  }

  return {
    wait: (key, urgency) => {
      const spending = spendingOf(key)
      const at = now()
      spending.times = spending.times.filter((each) => each <= at && each > at - WINDOW_MS)
      const blocked = spending.blockedUntil - at
      if (blocked > 0 && blocked <= MAX_BLOCK_MS) return blocked
      const share = Math.max(1, Math.floor(limit * SHARE[urgency]))
      const leaving = spending.times[spending.times.length - share]
      return leaving === undefined ? 0 : leaving + WINDOW_MS - at
    },
    spend: (key) => void spendingOf(key).times.push(now()),
    block: (key, ms) => {
      spendingOf(key).blockedUntil = now() + Math.min(ms, MAX_BLOCK_MS)
    },
  }
}
