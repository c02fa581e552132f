/** The only worker of a small Hi.Events: while it waits for a webhook's receiver it answers no request. */
export type Worker = {
  /** Keeps the worker busy until the work is done, and returns the work. */
  occupy: <T>(work: Promise<T>) => Promise<T>
  /** Resolves when the worker has no work. */
  whenFree: () => Promise<void>
}

export function createWorker(): Worker {
  const busy = new Set<Promise<unknown>>()
  return {
    occupy: (work) => {
      const done = work.finally(() => busy.delete(done))
      busy.add(done)
      return done
    },
    whenFree: async () => {
      while (busy.size > 0) await Promise.allSettled(busy)
    },
  }
}
