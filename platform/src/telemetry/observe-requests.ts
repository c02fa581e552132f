import { HEADERS } from '@tuvens/contract'
import { context, type Span, SpanKind } from '@opentelemetry/api'
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import { isProbe } from '../http/path.ts'
import type { Log } from '../log.ts'
import { loggedPathOf } from './logged-path.ts'
import { gauge, histogram, onScrape } from './registry.ts'
import { type RequestRecord, failSpan, startSpan, withRecord } from './trace.ts'

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'OTHER'] as const
const STATUSES = ['1xx', '2xx', '3xx', '4xx', '5xx', 'aborted'] as const
type Method = (typeof METHODS)[number]
type StatusClass = (typeof STATUSES)[number]

/** Of streams: the time until they are open. */
const durations = histogram({
  name: 'tuvens_http_request_duration_seconds',
  help: 'Time to answer a request, by the pattern of its route',
  // The routes that the code registers, and `unmatched`.
  labels: { method: METHODS, route: 'bounded', status: STATUSES },
})
const inProgress = gauge({
  name: 'tuvens_http_requests_in_progress',
  help: 'Requests that are being answered',
})

/** Requests that no route matched. */
const UNMATCHED = 'unmatched'
/** Milliseconds after which a request is always logged. */
const SLOW_MS = 1_000
const REQUEST_ID = /^[A-Za-z0-9._-]{8,64}$/

/** How requests are logged. */
export type RequestLogOptions = {
  log: Log
  /** Part of the quick successes that are logged, 0 to 1; all others always are. */
  sample?: number
  random?: () => number
  /** The trace of a request that has no `traceparent`: a step of something that began elsewhere. */
  traceparentOf?: (request: IncomingMessage) => string | undefined
}

let requestsInProgress = 0
onScrape(() => inProgress.set({}, requestsInProgress))

/** Measures and logs each request, and runs its listener in the trace that the request's `traceparent` names. */
export function observeRequests(options: RequestLogOptions, listener: RequestListener): RequestListener {
  return (request, response) => {
    const startedAt = performance.now()
    const traceparent = headerOf(request, 'traceparent') ?? options.traceparentOf?.(request)
    const { span, context: outer } = startSpan({
      name: request.method ?? 'OTHER',
      kind: SpanKind.SERVER,
      traceparent,
    })
    let isMeasured = false
    let isStream = false
    const measure = () => {
      if (isMeasured) return
      isMeasured = true
      const labels = { method: methodOf(request), route: record.route, status: statusOf(response) }
      durations.observe(labels, (performance.now() - startedAt) / 1000)
    }
    const markOpen = () => {
      isStream = true
      measure()
    }
    const { traceId } = span.spanContext()
    const id = traceparent === undefined ? requestIdOf(request, traceId) : traceId
    const record: RequestRecord = { id, route: UNMATCHED, markOpen }
    requestsInProgress += 1
    response.once('close', () => {
      requestsInProgress -= 1
      measure()
      const durationMs = performance.now() - startedAt
      logRequest(options, { request, response, record, durationMs, isStream })
      endSpan(span, { request, response, record })
    })
    context.with(withRecord(outer, record), listener, undefined, request, response)
  }
}

/** Of a request without a trace: its well-formed `X-Request-ID`, else `otherwise`. */
export function requestIdOf(request: IncomingMessage, otherwise: string): string {
  const given = headerOf(request, HEADERS.requestId)
  return given !== undefined && REQUEST_ID.test(given) ? given : otherwise
}

type Answered = { request: IncomingMessage; response: ServerResponse; record: RequestRecord }

function logRequest(
  { log, sample = 1, random = Math.random }: RequestLogOptions,
  { request, response, record, durationMs, isStream }: Answered & { durationMs: number; isStream: boolean },
): void {
  const { statusCode: status } = response
  // A stream is long, and it is its reader who ends it.
  const isQuiet = status < 400 && (isStream || (durationMs < SLOW_MS && !isAborted(response)))
  const isOfProbe = isProbe(request.url ?? '')
  if (isQuiet && (isOfProbe || random() >= sample)) return
  // A node that is not ready says so; no request of anybody failed.
  const level = status < 400 ? 'info' : status < 500 || isOfProbe ? 'warn' : 'error'
  const { id: requestId, route } = record
  const fields = {
    requestId,
    method: request.method,
    route,
    path: loggedPathOf(request.url ?? '/'),
    status,
    durationMs: Math.round(durationMs),
  }
  log[level]({ ...fields, ...(isAborted(response) && { aborted: true }) }, 'request')
}

function endSpan(span: Span, { request, response, record }: Answered): void {
  span.updateName(`${request.method} ${record.route}`)
  span.setAttributes({ 'http.route': record.route, 'http.response.status_code': response.statusCode })
  if (response.statusCode >= 500) failSpan(span)
  span.end()
}

function headerOf({ headers }: IncomingMessage, name: string): string | undefined {
  const value = headers[name]
  return typeof value === 'string' ? value : undefined
}

function methodOf({ method }: IncomingMessage): Method {
  return METHODS.find((each) => each === method) ?? 'OTHER'
}

/** The client left before the end of the response. */
function isAborted(response: ServerResponse): boolean {
  return !response.writableFinished
}

function statusOf(response: ServerResponse): StatusClass {
  if (!response.headersSent) return 'aborted'
  return STATUSES[Math.floor(response.statusCode / 100) - 1] ?? '5xx'
}
