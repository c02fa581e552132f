const MINUTE = 60_000
const HOUR = 60 * MINUTE

/** Pauses after each failed attempt: ten attempts over about 75 hours, as Standard Webhooks recommends. */
const PAUSES_MS = [
  5_000,
  5 * MINUTE,
  30 * MINUTE,
  2 * HOUR,
  5 * HOUR,
  10 * HOUR,
  14 * HOUR,
  20 * HOUR,
  24 * HOUR,
]
const JITTER = 0.2
/** A message whose receiver stays away is given up when its attempts would have been over, too. */
export const PATIENCE_MS = 76 * HOUR
const [MIN_KNOCK_MS, MAX_KNOCK_MS] = [1_000, 15_000]
const MAX_RETRY_AFTER_MS = 10 * MINUTE

/** Milliseconds until the next attempt, or null when `made` attempts were all. `chance` is 0 to 1. */
export function pauseAfter(made: number, chance: number): number | null {
  const pause = PAUSES_MS[made - 1]
  return pause === undefined ? null : jittered(pause, chance)
}

/** While the API is away: soon at first, then every 15 s. The first success releases all that wait. */
export function knockPause(ageMs: number, chance: number): number {
  return jittered(Math.min(MAX_KNOCK_MS, Math.max(MIN_KNOCK_MS, ageMs / 4)), chance)
}

/** A `Retry-After` in seconds, kept within bounds; null when there is none that can be read. */
export function retryAfterMs(header: unknown): number | null {
  if (typeof header !== 'string' || !/^\d{1,9}$/.test(header.trim())) return null
  return Math.min(MAX_RETRY_AFTER_MS, Math.max(1_000, Number(header) * 1000))
}

function jittered(pause: number, chance: number): number {
  return Math.round(pause * (1 - JITTER + 2 * JITTER * chance))
}
