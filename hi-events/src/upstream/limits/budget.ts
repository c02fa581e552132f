/**
 * A landing and the carrying of an edit are prompt. A reading after a webhook and the background work of a sweep have a share
 * of their own: neither can use up what the other needs, and together they leave the rest to what is prompt.
 */
export type Urgency = 'prompt' | 'reading' | 'background'

/** Requests per minute and login. */
export type Budget = {
  /** Milliseconds until a request may be made; 0 when it may be made now. */
  wait: (key: string, urgency: Urgency) => number
  spend: (key: string, urgency: Urgency) => void
  /** The part of its budget that the busiest key has used, 0 to 1. */
  used: () => number
  /** Stops requests after a 429 of the ticket system. */
  block: (key: string, ms: number) => void
}

const WINDOW_MS = 60_000
const MAX_BLOCK_MS = 600_000
const MAX_KEPT = 10_000
const SHARE: Record<Urgency, number> = { prompt: 1, reading: 0.4, background: 0.4 }

type Spending = { calls: { at: number; urgency: Urgency }[]; blockedUntil: number }

/**
 * Hi.Events answers 429 above 180 requests a minute and user (spec 3.1); ours stay below `limit` in any 60 seconds, so that
 * the organiser's own browser has the rest. Times in the future, after a clock was set back, do not count; `now` gives milliseconds.
 */
export function createBudget(limit: number, now: () => number): Budget {
  const kept = new Map<string, Spending>()

  const spendingOf = (key: string): Spending => {
    const found = kept.get(key) ?? { calls: [], blockedUntil: 0 }
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
      spending.calls = spending.calls.filter((each) => each.at <= at && each.at > at - WINDOW_MS)
      const blocked = spending.blockedUntil - at
      if (blocked > 0 && blocked <= MAX_BLOCK_MS) return blocked
      const own = spending.calls.filter((each) => each.urgency === urgency)
      const share = Math.max(1, Math.floor(limit * SHARE[urgency]))
      const leaving = Math.max(spending.calls.at(-limit)?.at ?? 0, own.at(-share)?.at ?? 0)
      return leaving === 0 ? 0 : leaving + WINDOW_MS - at
    },
    used: () => {
      const from = now() - WINDOW_MS
      const most = Math.max(
        0,
        ...[...kept.values()].map(({ calls }) => calls.filter((each) => each.at > from).length),
      )
      return most / limit
    },
    spend: (key, urgency) => void spendingOf(key).calls.push({ at: now(), urgency }),
    block: (key, ms) => {
      spendingOf(key).blockedUntil = now() + Math.min(ms, MAX_BLOCK_MS)
    },
  }
}
