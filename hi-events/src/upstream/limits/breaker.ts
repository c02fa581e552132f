/** Stops calls to a ticket system that does not answer. */
export type Breaker = {
  /** Milliseconds until a call may be made; 0 when it may be made now. */
  wait: () => number
  /** Whether calls fail without being made, or one probes. */
  isOpen: () => boolean
  /** Records whether the ticket system answered a call. */
  note: (isUp: boolean) => void
}

const TRIP_AFTER = 5
const REST_MS = 5_000

/**
 * Five failures in a row open it: calls then fail at once for five seconds. After that a single call goes through, and its
 * success closes the breaker. `now` gives milliseconds.
 *
 * Our own, because it is this short: the kept libraries (cockatiel 4, opossum 10) want Node 22, and neither takes a clock.
 */
export function createBreaker(now: () => number): Breaker {
  let failures = 0
  let restUntil = 0
  const rest = () => {
    restUntil = now() + REST_MS
  }
  return {
    wait: () => {
      if (failures < TRIP_AFTER) return 0
      const left = restUntil - now()
      if (left > 0 && left <= REST_MS) return left
      // Calls after the probe wait for its result.
      rest()
      return 0
    },
    isOpen: () => failures >= TRIP_AFTER,
    note: (isUp) => {
      failures = isUp ? 0 : failures + 1
      if (failures >= TRIP_AFTER) rest()
    },
  }
}
