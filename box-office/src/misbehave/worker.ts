/** The one worker of a small Hi.Events: while it waits for a receiver of its webhooks it answers nobody. */
export type Worker = {
  /** Passes the work on and is busy until it is done. */
  occupy: <T>(work: Promise<T>) => Promise<T>
  /** Resolves when it has time. */
  isFree: () => Promise<void>
}

export function createWorker(): Worker {
  const busy = new Set<Promise<unknown>>()
  return {
    occupy: (work) => {
      const done = work.finally(() => busy.delete(done))
      busy.add(done)
      return done
    },
    isFree: async () => {
      while (busy.size > 0) await Promise.allSettled(busy)
    },
  }
}
