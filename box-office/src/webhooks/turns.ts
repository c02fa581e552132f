/** Lets at most `limit` pieces of work of one key run at a time; the others wait in line, and other keys do not notice. */
export type Turns = <T>(key: number, work: () => Promise<T>) => Promise<T>

export function createTurns(limit: number): Turns {
  const running = new Map<number, { count: number; waiting: (() => void)[] }>()

  const leave = (key: number) => {
    const line = running.get(key)
    if (line === undefined) return
    const next = line.waiting.shift()
    // Whoever is next takes the place over, so the count stays.
    if (next !== undefined) next()
    else if (--line.count === 0) running.delete(key)
  }

  return async (key, work) => {
    const line = running.get(key) ?? { count: 0, waiting: [] }
    running.set(key, line)
    if (line.count < limit) line.count++
    else await new Promise<void>((resolve) => line.waiting.push(resolve))
    try {
      return await work()
    } finally {
      leave(key)
    }
  }
}
