/** At most `limit` tasks at once; a slow one holds up none of the others. */
export type Pool = {
  free: () => number
  /** Starts a task. It must not reject. */
  run: (task: () => Promise<void>) => void
  /** Resolves when nothing runs any more. */
  idle: () => Promise<void>
}

/** `onFree` is told when a full pool has room again. */
export function createPool(limit: number, onFree: () => void): Pool {
  const running = new Set<Promise<void>>()
  return {
    free: () => limit - running.size,
    run: (task) => {
      const done = task().finally(() => {
        const wasFull = running.size >= limit
        running.delete(done)
        if (wasFull) onFree()
      })
      running.add(done)
    },
    idle: async () => {
      while (running.size > 0) await Promise.allSettled(running)
    },
  }
}
