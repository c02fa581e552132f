type Waiting = { run: () => Promise<void>; gone: boolean }

/** The browser's Web Locks, as far as one exclusive lock by name goes. */
export class MemoryLocks {
  readonly #queues = new Map<string, Waiting[]>()

  request(name: string, options: { signal?: AbortSignal }, hold: () => Promise<void>): Promise<void> {
    return new Promise((resolve, reject) => {
      const queue = this.#queues.get(name) ?? []
      this.#queues.set(name, queue)
      const waiting: Waiting = { gone: false, run: () => hold().then(resolve, reject) }
      options.signal?.addEventListener('abort', () => {
        if (queue[0] === waiting) return
        waiting.gone = true
        reject(new DOMException('aborted', 'AbortError'))
      })
      queue.push(waiting)
      if (queue.length === 1) void this.#next(queue)
    })
  }

  async #next(queue: Waiting[]): Promise<void> {
    const [first] = queue
    if (first === undefined) return
    if (!first.gone) await first.run()
    queue.shift()
    return this.#next(queue)
  }
}
