import { type Backoff, pauseAfter } from '@tuvens/platform/work'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const JITTER = 0.2

/** Ten attempts over about 75 hours, as Standard Webhooks recommends. */
export const REPORT_BACKOFF: Backoff = {
  pausesMs: [5_000, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 5 * HOUR, 10 * HOUR, 14 * HOUR, 20 * HOUR, 24 * HOUR],
  jitter: JITTER,
}
/** Attempts while the API cannot be reached do not count; such a message is given up when it would be otherwise, too. */
export const MAX_AGE_MS = 76 * HOUR
const [MIN_UNREACHABLE_MS, MAX_UNREACHABLE_MS] = [1_000, 15_000]

/** While the API cannot be reached: soon at first, then every 15 s. The first success makes all that wait due. */
export function unreachableDelay(ageMs: number, randomFraction: () => number): number {
  const pause = Math.min(MAX_UNREACHABLE_MS, Math.max(MIN_UNREACHABLE_MS, ageMs / 4))
  return pauseAfter({ pausesMs: [], thenMs: pause, jitter: JITTER }, 1, randomFraction) ?? pause
}
