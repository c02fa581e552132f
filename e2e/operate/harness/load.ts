import type { Dispatcher } from 'undici'

/** A kind of request, and how often it is made among all. */
export type RequestKind = {
  name: string
  weight: number
  make: () => { url: string; method?: 'GET' | 'POST'; headers?: Record<string, string>; body?: string }
  /** Statuses that are right. */
  expected: readonly number[]
}

/** A request that was not answered as it should be: by a wrong status, or not at all. */
export type Failure = { kind: string; what: string; atSeconds: number }

export type LoadReport = {
  requests: number
  seconds: number
  failures: Failure[]
  /** Requests and milliseconds of each kind: half, and 99 of 100, took less. */
  kinds: Record<string, { requests: number; p50: number; p99: number }>
}

export type Load = {
  requests: () => number
  failures: () => readonly Failure[]
  /** Ends after the requests under way. */
  stop: () => Promise<LoadReport>
}

/** Longer than any timeout of the product, so that a request that is never answered is told from a slow one. */
const TIMEOUT_MS = 60_000

/** Makes one request after the other on each of `workers`, without pause and without repeating one. */
export function startLoad(visitors: Dispatcher, kinds: readonly RequestKind[], workers: number): Load {
  const startedAt = performance.now()
  const failures: Failure[] = []
  const times = new Map(kinds.map(({ name }) => [name, [] as number[]]))
  const order = kinds.flatMap((kind) => Array.from({ length: kind.weight }, () => kind))
  let made = 0
  let isStopped = false
  const once = async (kind: RequestKind) => {
    const at = performance.now()
    const what = await send(visitors, kind)
    times.get(kind.name)?.push(performance.now() - at)
    if (what !== null)
      failures.push({ kind: kind.name, what, atSeconds: (performance.now() - startedAt) / 1000 })
  }
  const work = async () => {
    while (!isStopped) {
      const kind = order[made++ % order.length]
      if (kind !== undefined) await once(kind)
    }
  }
  const done = Promise.all(Array.from({ length: workers }, work))
  return {
    requests: () => [...times.values()].reduce((sum, each) => sum + each.length, 0),
    failures: () => failures,
    stop: async () => {
      isStopped = true
      await done
      const seconds = (performance.now() - startedAt) / 1000
      const summaries = [...times].map(([name, each]) => [name, summaryOf(each)] as const)
      const requests = summaries.reduce((sum, [, each]) => sum + each.requests, 0)
      return { requests, seconds, failures, kinds: Object.fromEntries(summaries) }
    },
  }
}

/** @returns what is wrong with the answer, or null */
async function send(visitors: Dispatcher, { make, expected }: RequestKind): Promise<string | null> {
  const { url, method = 'GET', headers = {}, body = null } = make()
  const { origin, pathname, search } = new URL(url)
  const times = { headersTimeout: TIMEOUT_MS, bodyTimeout: TIMEOUT_MS }
  try {
    const answer = await visitors.request({
      origin,
      path: pathname + search,
      method,
      headers,
      body,
      ...times,
    })
    const text = await answer.body.text()
    return expected.includes(answer.statusCode) ? null : `${answer.statusCode} ${text.slice(0, 200)}`
  } catch (error) {
    return error instanceof Error
      ? `${'code' in error ? String(error.code) : error.name} ${error.message}`
      : String(error)
  }
}

function summaryOf(times: number[]): { requests: number; p50: number; p99: number } {
  const sorted = times.toSorted((a, b) => a - b)
  const at = (part: number) => Math.round(sorted[Math.floor(sorted.length * part)] ?? 0)
  return { requests: sorted.length, p50: at(0.5), p99: at(0.99) }
}

/** The failures by kind and by what happened, for the output of a test. */
export function failureCounts(failures: readonly Failure[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const { kind, what } of failures) counts[`${kind}: ${what}`] = (counts[`${kind}: ${what}`] ?? 0) + 1
  return counts
}
