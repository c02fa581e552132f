export type Batches<T, R> = {
  /** The answer to one call, which shares its statement with those that came at the same time. */
  add: (call: T) => Promise<R>
}

type Waiting<T, R> = { call: T; resolve: (answer: R) => void; reject: (error: unknown) => void }

/** Calls answered by one statement. */
const MOST = 64
/** Statements under way: one works on its rows while another waits for the disk. */
const AT_ONCE = 2

/**
 * Gathers calls while others are under way: nobody waits for a timer, and under load many share one commit. Two calls
 * of one key never share a statement, so each sees what the other did.
 */
export function createBatches<T, R>(
  run: (calls: T[]) => Promise<R[]>,
  keyOf: (call: T) => string,
): Batches<T, R> {
  let waiting: Waiting<T, R>[] = []
  let running = 0

  const start = () => {
    while (running < AT_ONCE && waiting.length > 0) {
      const { batch, rest } = divide(waiting, keyOf)
      waiting = rest
      running++
      void finish(run, batch).then(() => {
        running--
        start()
      })
    }
  }
  return {
    add: (call) =>
      new Promise((resolve, reject) => {
        waiting.push({ call, resolve, reject })
        start()
      }),
  }
}

/** The first calls that have different keys, and the others in their order. */
function divide<T, R>(waiting: Waiting<T, R>[], keyOf: (call: T) => string) {
  const keys = new Set<string>()
  const batch: Waiting<T, R>[] = []
  const rest: Waiting<T, R>[] = []
  for (const each of waiting) {
    const key = keyOf(each.call)
    const fits = batch.length < MOST && !keys.has(key)
    ;(fits ? batch : rest).push(each)
    keys.add(key)
  }
  return { batch, rest }
}

async function finish<T, R>(run: (calls: T[]) => Promise<R[]>, batch: Waiting<T, R>[]): Promise<void> {
  try {
    const answers = await run(batch.map(({ call }) => call))
    if (answers.length !== batch.length) throw new TypeError('a batch has not as many answers as calls')
    answers.forEach((answer, at) => batch[at]?.resolve(answer))
  } catch (error) {
    for (const { reject } of batch) reject(error)
  }
}
