/** Runs work; at most so many pieces with the same key run at once, the others wait in order. Keys do not affect each other. */
export type ConcurrencyLimit = <T>(key: number, work: () => Promise<T>) => Promise<T>

export function limitConcurrency(max: number): ConcurrencyLimit {
  const queues = new Map<number, { running: number; waiting: (() => void)[] }>()

  const finish = (key: number) => {
    const queue = queues.get(key)
    if (queue === undefined) return
    const startNext = queue.waiting.shift()
    // The next piece takes the place of the finished one, so the count stays.
    if (startNext !== undefined) startNext()
    else if (--queue.running === 0) queues.delete(key)
  }

  return async (key, work) => {
    const queue = queues.get(key) ?? { running: 0, waiting: [] }
    queues.set(key, queue)
    if (queue.running < max) queue.running++
    else await new Promise<void>((resolve) => queue.waiting.push(resolve))
    try {
      return await work()
    } finally {
      finish(key)
    }
  }
}
