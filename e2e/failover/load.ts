import { setTimeout as delay } from 'node:timers/promises'

/** How one call ended: `ok`, or what the caller was told. */
export type Outcome = { isOk: boolean; status: number; retryAfter: string | undefined; at: number }

/** A kind of call that is made again and again. */
export type Load = { name: string; outcomes: Outcome[]; stop: () => Promise<void> }

type Answer = { statusCode: number; headers: Record<string, unknown> }

const PAUSE_MS = 40

/** Makes one call after the other until it is stopped. `isOk` is whether the call did what its caller wanted. */
export function startLoad(name: string, call: () => Promise<Answer>): Load {
  const outcomes: Outcome[] = []
  let isStopped = false
  const done = (async () => {
    while (!isStopped) {
      const { statusCode: status, headers } = await call()
      const retryAfter = typeof headers['retry-after'] === 'string' ? headers['retry-after'] : undefined
      outcomes.push({ isOk: status < 300, status, retryAfter, at: performance.now() })
      await delay(PAUSE_MS)
    }
  })()
  return {
    name,
    outcomes,
    stop: async () => {
      isStopped = true
      await done
    },
  }
}

/** Milliseconds from an instant until the first call after which all went well. */
export function recoveredAfter({ outcomes }: Load, from: number): number {
  const lastFailure = outcomes.findLastIndex((each) => !each.isOk)
  return Math.max(0, Math.round((outcomes[lastFailure + 1]?.at ?? Number.POSITIVE_INFINITY) - from))
}
