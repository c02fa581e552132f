import type { Clock } from '@tuvens/platform/clock'

export type Allowance = { limit: number; remaining: number; resetAt: number; allowed: boolean }

const WINDOW_MS = 60_000
/** Keys kept at most; beyond it the windows that are over are forgotten, and then the oldest. */
const MAX_KEYS = 50_000

/** Counts calls per key in windows of a minute that start at the first call. */
export function createRateLimit(limit: number, clock: Clock): (key: string) => Allowance {
  const windows = new Map<string, { used: number; resetAt: number }>()
  return (key) => {
    const now = clock.now()
    let window = windows.get(key)
    if (window === undefined || window.resetAt <= now) {
      windows.delete(key)
      if (windows.size >= MAX_KEYS) forget(windows, now)
      window = { used: 0, resetAt: now + WINDOW_MS }
      windows.set(key, window)
    }
    window.used++
    const remaining = Math.max(0, limit - window.used)
    return { limit, remaining, resetAt: window.resetAt, allowed: window.used <= limit }
  }
}

function forget(windows: Map<string, { resetAt: number }>, now: number): void {
  for (const [key, { resetAt }] of windows) if (resetAt <= now) windows.delete(key)
  for (const key of windows.keys()) {
    if (windows.size < MAX_KEYS) return
    windows.delete(key)
  }
}
