import { ExpectedError, ServiceError } from '@tuvens/contract'
import { context, trace } from '@opentelemetry/api'
import { LRUCache } from 'lru-cache'
import { createHash } from 'node:crypto'
import { isPassingFailure } from '../db/failures.ts'
import { CallError } from '../http/call-error.ts'
import { loggedErrorOf } from './logged-error.ts'
import { currentRequest, currentTraceId } from './trace.ts'

/** One error as it is reported: without what was sent to a server, and without secrets and addresses that are recognised. */
export type ErrorReport = {
  error: unknown
  /** Errors with the same one have the same cause. */
  fingerprint: string
  requestId: string | undefined
  traceId: string | undefined
  spanId: string | undefined
  /** The route or the background work. */
  where: string
}

type Sink = (report: ErrorReport) => void
type Shared = { sink?: Sink | undefined }
/** One for the process, also where two bundles of it hold this file (decisions/020). */
const SHARED = Symbol.for('tuvens.telemetry.errors')
const shared: Shared = ((globalThis as unknown as Record<symbol, Shared | undefined>)[SHARED] ??= {})

/** For so long an error is reported once. */
const WINDOW_MS = 60 * 60 * 1000
const MAX_KNOWN = 1_000
const FINGERPRINT_LENGTH = 32

/** Reports errors to `sink` from now on, each once in an hour. @returns ends it */
export function startReporting(sink: Sink): () => void {
  const known = new LRUCache<string, true>({ max: MAX_KNOWN, ttl: WINDOW_MS, ttlAutopurge: false })
  shared.sink = (report) => {
    if (known.has(report.fingerprint)) return
    known.set(report.fingerprint, true)
    sink(report)
  }
  return () => {
    shared.sink = undefined
  }
}

/**
 * Reports an error that is a bug. Does nothing without a receiver, and for failures that callers, the database or other
 * servers bring about.
 *
 * @param work the background work that failed; without it the route of the request
 */
export function reportError(error: unknown, work?: string): void {
  const bug = shared.sink === undefined ? null : bugIn(error)
  if (bug === null) return
  const where = work ?? currentRequest()?.route ?? 'unknown'
  const traceId = currentTraceId()
  shared.sink?.({
    error: bug,
    fingerprint: fingerprintOf(bug, where),
    requestId: currentRequest()?.id ?? traceId,
    traceId,
    spanId: trace.getSpanContext(context.active())?.spanId,
    where,
  })
}

/** Null for what a caller, the database or another server brings about. */
function bugIn(error: unknown): unknown {
  if (error instanceof ServiceError && error.code === 'INTERNAL_ERROR')
    return bugIn(error.cause ?? error.stack)
  const isExpected = error instanceof ExpectedError || error instanceof CallError || isPassingFailure(error)
  return isExpected ? null : error
}

/** Of kind and place: the message may hold an id. A hash, because what is left of some errors is only their message. */
function fingerprintOf(error: unknown, where: string): string {
  const logged = loggedErrorOf(error)
  const cause =
    typeof logged === 'string'
      ? `${where} ${logged}`
      : `${logged.type} ${logged.code ?? ''} ${placeOf(error) ?? logged.message}`
  return createHash('sha256').update(cause).digest('hex').slice(0, FINGERPRINT_LENGTH)
}

/** The first frame of the stack. The lines before it are those of the message, which may look like frames. */
function placeOf(error: unknown): string | undefined {
  if (!(error instanceof Error) || error.stack === undefined) return undefined
  const { message, stack } = error
  const at = stack.indexOf(message)
  const frames = at === -1 ? stack : stack.slice(at + message.length)
  return frames.split('\n').find((line) => line.trimStart().startsWith('at '))
}
