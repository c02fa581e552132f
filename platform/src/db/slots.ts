import { DatabaseBusyError } from './failures.ts'

/** The right to use one of a pool's connections. */
export type Slots = { take: () => Promise<void>; release: () => void }

/**
 * Hands out as many slots as there are connections, in the order of the callers. The driver itself would send a query
 * behind one that runs: then a caller can wait for a lock that has nothing to do with it.
 *
 * @param waitMs how long a caller may wait; then `take` throws DatabaseBusyError
 */
export function createSlots(max: number, waitMs: number): Slots {
  let free = max
  const waiting = new Set<() => void>()
  const wait = () =>
    new Promise<void>((resolve, reject) => {
      const start = () => {
        clearTimeout(timer)
        resolve()
      }
      const refuse = () => {
        waiting.delete(start)
        reject(new DatabaseBusyError(`no connection was free within ${waitMs} ms`))
      }
      const timer = setTimeout(refuse, waitMs)
      waiting.add(start)
    })
  return {
    take: async () => {
      if (free === 0) return wait()
      free--
    },
    release: () => {
      const [next] = waiting
      if (next === undefined) free++
      else {
        waiting.delete(next)
        next()
      }
    },
  }
}
