type LockRequest = { run: () => Promise<void>; isAborted: boolean }

/** Web Locks for jsdom: exclusive locks by name. */
export class MemoryLocks {
  readonly #queues = new Map<string, LockRequest[]>()

  request(name: string, options: { signal?: AbortSignal }, hold: () => Promise<void>): Promise<void> {
    return new Promise((resolve, reject) => {
      const queue = this.#queues.get(name) ?? []
      this.#queues.set(name, queue)
      const waiting: LockRequest = { isAborted: false, run: () => hold().then(resolve, reject) }
      options.signal?.addEventListener('abort', () => {
        if (queue[0] === waiting) return
        waiting.isAborted = true
        reject(new DOMException('aborted', 'AbortError'))
      })
      queue.push(waiting)
      if (queue.length === 1) void this.#next(queue)
    })
  }

  async #next(queue: LockRequest[]): Promise<void> {
    const [first] = queue
    if (first === undefined) return
    if (!first.isAborted) await first.run()
    queue.shift()
    return this.#next(queue)
  }
}
