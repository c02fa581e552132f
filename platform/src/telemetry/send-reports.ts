import type { Event, TransportMakeRequestResponse } from '@sentry/core'
import type { Log } from '../log.ts'
import { atMost, type ProcessName } from './export-traces.ts'
import { loggedErrorOf } from './logged-error.ts'
import { redact } from './redact.ts'
import { type ErrorReport, startReporting } from './report-error.ts'

/** Where errors are reported: a Sentry, or what takes its protocol. */
export type ErrorReports = { dsn: string; environment: string }

const MAX_WAITING = 30
const CALL_MS = 5_000
const LAST_CALL_MS = 3_000

/**
 * Sends errors that are bugs to the receiver of a DSN. Only here is Sentry's client loaded, and none of its integrations: it
 * sees no request, patches nothing and sends nothing but these reports.
 *
 * @returns sends what waits, for a limited time
 */
export async function sendReports(
  { dsn, environment }: ErrorReports,
  { service, version, log }: ProcessName & { log: Log },
): Promise<() => Promise<void>> {
  const sentry = await import('@sentry/core')
  const client = new sentry.ServerRuntimeClient({
    dsn,
    environment,
    release: `tuvens@${version}`,
    platform: 'node',
    runtime: { name: 'node', version: process.version },
    integrations: [],
    stackParser: sentry.createStackParser(sentry.nodeStackLineParser()),
    transport: (options) =>
      sentry.createTransport({ ...options, bufferSize: MAX_WAITING }, ({ body }) => send(options, body)),
    sendClientReports: false,
    maxBreadcrumbs: 0,
  })
  client.init()
  const stop = startReporting((report) => {
    log.warn({ fingerprint: report.fingerprint, requestId: report.requestId }, 'reporting an error')
    void client
      .eventFromException(safeErrorOf(report.error))
      .then((event) => client.captureEvent({ ...event, ...aboutOf(report, service) }, {}, new sentry.Scope()))
  })
  return async () => {
    stop()
    await atMost(LAST_CALL_MS, client.close(LAST_CALL_MS))
  }
}

async function send(
  { url, headers }: { url: string; headers?: Record<string, string> },
  body: string | Uint8Array,
): Promise<TransportMakeRequestResponse> {
  const init = { method: 'POST', headers: headers ?? {}, body: Buffer.from(body) }
  const response = await fetch(url, { ...init, signal: AbortSignal.timeout(CALL_MS) })
  await response.body?.cancel()
  return {
    statusCode: response.status,
    headers: {
      'x-sentry-rate-limits': response.headers.get('x-sentry-rate-limits'),
      'retry-after': response.headers.get('retry-after'),
    },
  }
}

function aboutOf({ fingerprint, requestId, traceId, spanId, where }: ErrorReport, service: string): Event {
  return {
    fingerprint: [fingerprint],
    transaction: where,
    tags: { service, where, ...(requestId !== undefined && { request_id: requestId }) },
    ...(traceId !== undefined &&
      spanId !== undefined && { contexts: { trace: { trace_id: traceId, span_id: spanId } } }),
  }
}

/** The client sends the message, the stack and nothing else of an error. */
function safeErrorOf(error: unknown): Error {
  const logged = loggedErrorOf(error)
  if (typeof logged === 'string') return new Error(redact(logged))
  const safe = new Error(redact(logged.message))
  safe.name = logged.type
  safe.stack = redact(logged.stack)
  return safe
}
