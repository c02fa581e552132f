class BatchError extends Error {}

type Waiting<T, R> = { call: T; resolve: (result: R) => void; reject: (error: unknown) => void }

/** Calls that share one statement, at most. */
const MAX_CALLS = 64
/** Statements at once: one works on its rows while the other waits for the disk. */
const MAX_STATEMENTS = 2

/**
 * Lets calls that arrive while statements run share the next statement and its commit. A call that finds a statement
 * free starts at once. `run` returns one result per call, in order; when it fails, each of its calls fails.
 */
export function batched<T, R>(run: (calls: T[]) => Promise<R[]>): (call: T) => Promise<R> {
  const waiting: Waiting<T, R>[] = []
  let running = 0

  const next = async () => {
    if (running === MAX_STATEMENTS || waiting.length === 0) return
    running++
    const batch = waiting.splice(0, MAX_CALLS)
    try {
      const results = await run(batch.map(({ call }) => call))
      if (results.length !== batch.length) throw new BatchError('There must be one result per call')
      for (const [index, result] of results.entries()) batch[index]?.resolve(result)
    } catch (error) {
      for (const { reject } of batch) reject(error)
    }
    running--
    void next()
  }
  return (call) =>
    new Promise((resolve, reject) => {
      waiting.push({ call, resolve, reject })
      void next()
    })
}
