import {
  API_ROUTES,
  HEADERS,
  MAX_STATUS_BATCH,
  MAX_STATUS_BATCH_BYTES,
  type StatusWebhooksResponse,
} from '@tuvens/contract'
import type { HttpCaller } from '@tuvens/platform/http/call'
import { CallError } from '@tuvens/platform/http/call-error'
import { callOf } from '@tuvens/platform/http/route'
import { currentTraceparent, inSpan } from '@tuvens/platform/telemetry/trace'

/**
 * Resolves when the API has accepted the report: to the time of a newer one of the same pair, in milliseconds since the
 * epoch, because of which this one has no effect, or to null. Throws CallError.
 */
export type ReportSender = (body: string) => Promise<number | null>

type Waiting = {
  body: string
  /** A report is sent when another one's call is over: its own trace goes on all the same. */
  traceparent: string | undefined
  resolve: (newestSentAtMs: number | null) => void
  reject: (error: unknown) => void
}

const CALLS_AT_ONCE = 4

/**
 * Sends status webhooks. One goes at once and alone; those that come while calls are under way go together, so that the
 * number of calls does not rise with the number of changes.
 */
export function createReportSender(api: HttpCaller): ReportSender {
  const waiting: Waiting[] = []
  let running = 0
  const flush = () => {
    while (waiting.length > 0 && running < CALLS_AT_ONCE) {
      running++
      void send(api, waiting.splice(0, batchSize(waiting))).finally(() => {
        running--
        flush()
      })
    }
  }
  return (body) =>
    new Promise((resolve, reject) => {
      waiting.push({ body, traceparent: currentTraceparent(), resolve, reject })
      flush()
    })
}

/** How many of the reports fit into one call. One that is longer than a call goes alone, and is sent as it is. */
function batchSize(reports: Waiting[]): number {
  let bytes = 0
  const end = reports.findIndex(({ body }) => {
    bytes += Buffer.byteLength(JSON.stringify(body)) + 1
    return bytes > MAX_STATUS_BATCH_BYTES
  })
  return Math.min(MAX_STATUS_BATCH, Math.max(1, end === -1 ? reports.length : end))
}

/** Never rejects: each report learns its own result. */
async function send(api: HttpCaller, reports: Waiting[]): Promise<void> {
  try {
    const [only, ...more] = reports
    if (only === undefined) return
    if (more.length > 0) return await sendMany(api, reports)
    only.resolve(await sendOne(api, only))
  } catch (error) {
    for (const { reject } of reports) reject(error)
  }
}

/** Every attempt sends the same bytes: the API recognises a repeat by their hash. */
async function sendOne(api: HttpCaller, { body, traceparent }: Waiting): Promise<number | null> {
  const { method, path } = API_ROUTES.statusWebhook
  const call = { method, path, headers: { 'content-type': 'application/json' }, body }
  const answer = await inSpan({ name: 'send status report', traceparent }, () => api.call(call))
  return timeOf(answer.headers[HEADERS.newestSentAt])
}

function timeOf(text: string | string[] | undefined): number | null {
  const time = Date.parse(String(text))
  return Number.isNaN(time) ? null : time
}

/** The call is a trace of its own; the body of each report names that of the report. */
async function sendMany(api: HttpCaller, reports: Waiting[]): Promise<void> {
  const call = callOf(API_ROUTES.statusWebhooks, { body: { bodies: reports.map(({ body }) => body) } })
  const answer = await inSpan({ name: 'send status reports', isApart: true }, () => api.call(call))
  const { answered_at, results } = answer.body
  for (const [index, report] of reports.entries()) settle(report, results[index], answered_at)
}

/** Rejects with the error that the report would have met alone. */
function settle(
  { resolve, reject }: Waiting,
  result: StatusWebhooksResponse['results'][number] | undefined,
  timestamp: string,
): void {
  if (result?.status === 200) return resolve(timeOf(result.newest_sent_at))
  const { method, path } = API_ROUTES.statusWebhooks
  const status = result?.status ?? 502
  const body = { code: result?.code, timestamp }
  reject(new CallError(status >= 500 ? 'failed' : 'refused', { call: `${method} ${path}`, status, body }))
}
