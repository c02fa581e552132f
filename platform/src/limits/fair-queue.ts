import { ServiceError } from '@tuvens/contract'
import { type Clock, systemClock } from '../clock.ts'
import { clientKey } from './client.ts'

/** Runs costly work: so many pieces at once, and clients take turns. */
export type FairQueue = {
  /**
   * Runs work for the client at an address; `isFirst` before that of clients who are not.
   *
   * @throws ServiceError RATE_LIMITED when this client has enough in the queue, SERVICE_UNAVAILABLE when all have
   */
  run: <T>(address: string, work: () => Promise<T>, options?: { isFirst?: boolean }) => Promise<T>
}

/** `perClient` counts running and waiting pieces, `waiting` those of all clients that wait. */
export type FairQueueOptions = {
  atOnce: number
  perClient: number
  waiting: number
  /** Called when it is full, at most once a minute, with the number of refusals for that since the last call. */
  onFull?: (refused: number) => void
  clock?: Clock
}

const RETRY_AFTER_SECONDS = 1
const REPORT_EVERY_MS = 60_000

/** Work beyond its bounds is refused at once: a queue that grows makes everybody wait, also those who no longer do. */
export function createFairQueue(options: FairQueueOptions): FairQueue {
  const { atOnce, perClient, waiting: maxWaiting } = options
  const reportFull = createFullReport(options)
  const lines = { first: new Map<string, (() => void)[]>(), others: new Map<string, (() => void)[]>() }
  const counts = new Map<string, number>()
  let [running, waitingCount] = [0, 0]

  const enter = async (client: string, isFirst: boolean) => {
    const count = counts.get(client) ?? 0
    if (count >= perClient) throw refusal('RATE_LIMITED')
    if (running >= atOnce && waitingCount >= maxWaiting) {
      reportFull()
      throw refusal('SERVICE_UNAVAILABLE')
    }
    counts.set(client, count + 1)
    if (running < atOnce) return void running++
    waitingCount++
    const line = isFirst ? lines.first : lines.others
    await new Promise<void>((resolve) => line.set(client, [...(line.get(client) ?? []), resolve]))
    waitingCount--
  }

  /** The client whose turn it is goes to the end of the line. */
  const startNext = () => {
    const line = lines.first.size > 0 ? lines.first : lines.others
    const [next] = line
    if (next === undefined) return void running--
    const [client, [start, ...rest]] = next
    line.delete(client)
    if (rest.length > 0) line.set(client, rest)
    start?.()
  }

  const leave = (client: string) => {
    const count = (counts.get(client) ?? 1) - 1
    if (count === 0) counts.delete(client)
    else counts.set(client, count)
    startNext()
  }

  return {
    run: async (address, work, { isFirst = false } = {}) => {
      const client = clientKey(address)
      await enter(client, isFirst)
      try {
        return await work()
      } finally {
        leave(client)
      }
    },
  }
}

function refusal(code: 'RATE_LIMITED' | 'SERVICE_UNAVAILABLE'): ServiceError {
  return new ServiceError(code, { retryAfter: RETRY_AFTER_SECONDS, isRefusal: true })
}

/** Callers fill a queue at will: one report for each refusal would let them fill the log. */
function createFullReport({ onFull, clock = systemClock }: FairQueueOptions): () => void {
  let [refused, nextAt] = [0, -Infinity]
  return () => {
    refused++
    const now = clock.now()
    // A clock that was set back would keep it silent until it is back at the old time.
    if (now < nextAt && now >= nextAt - REPORT_EVERY_MS) return
    nextAt = now + REPORT_EVERY_MS
    onFull?.(refused)
    refused = 0
  }
}
