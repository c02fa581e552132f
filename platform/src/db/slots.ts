import { DatabaseBusyError } from './failures.ts'
import { gauge, histogram, onScrape } from '../telemetry/registry.ts'

const connections = gauge({
  name: 'tuvens_db_pool_connections',
  help: 'Connections in use of all pools, callers that wait for one, and how many connections there may be',
  labels: { state: ['in_use', 'waiting', 'max'] },
})
const waits = histogram({
  name: 'tuvens_db_wait_seconds',
  help: 'Time until a caller had a connection to the database',
  buckets: [0.001, 0.005, 0.025, 0.1, 0.5, 1, 2, 4, 8],
})

/** Of all pools of this process. */
const totals = { in_use: 0, waiting: 0, max: 0 }
onScrape(() => {
  for (const state of ['in_use', 'waiting', 'max'] as const) connections.set({ state }, totals[state])
})

/** The right to use one of a pool's connections. */
export type Slots = { take: () => Promise<void>; release: () => void; close: () => void }

/**
 * Hands out as many slots as there are connections, in the order of the callers. The driver itself would send a query
 * behind one that runs: then a caller can wait for a lock that has nothing to do with it.
 *
 * @param waitMs how long a caller may wait; then `take` throws DatabaseBusyError
 */
export function createSlots(max: number, waitMs: number): Slots {
  let free = max
  totals.max += max
  const waiting = new Set<() => void>()
  const wait = () =>
    new Promise<void>((resolve, reject) => {
      const startedAt = performance.now()
      totals.waiting++
      const end = () => {
        totals.waiting--
        waits.observe({}, (performance.now() - startedAt) / 1000)
      }
      const start = () => {
        clearTimeout(timer)
        end()
        resolve()
      }
      const refuse = () => {
        waiting.delete(start)
        end()
        reject(new DatabaseBusyError(`no connection was free within ${waitMs} ms`))
      }
      const timer = setTimeout(refuse, waitMs)
      waiting.add(start)
    })
  return {
    take: async () => {
      if (free === 0) return wait()
      free--
      totals.in_use++
      waits.observe({}, 0)
    },
    release: () => {
      const [next] = waiting
      if (next === undefined) {
        free++
        totals.in_use--
      } else {
        waiting.delete(next)
        next()
      }
    },
    close: () => {
      totals.max -= max
    },
  }
}
