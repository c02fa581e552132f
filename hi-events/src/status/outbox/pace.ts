import type { Clock } from '@tuvens/platform/clock'
import { CallError } from '@tuvens/platform/http/call-error'

/** However long the API asks for. */
const MAX_PAUSE_MS = 600_000

/** Whether the API asks to wait: its limit of calls is reached, and nothing is wrong with the report. */
export function isLimited(error: unknown): error is CallError {
  return error instanceof CallError && error.status === 429
}

/** Milliseconds that the API asks to wait. */
export function limitPause({ retryAfter = 1 }: CallError): number {
  return Math.min(Math.max(1, retryAfter) * 1000, MAX_PAUSE_MS)
}

/** Holds back all reports until the time that the API last asked for. */
export function createPace(clock: Clock) {
  let until = 0
  return {
    isPaused: () => clock.now() < until,
    note: (error: unknown) => {
      if (isLimited(error)) until = Math.max(until, clock.now() + limitPause(error))
    },
  }
}
