import {
  type Attributes,
  context,
  type Context,
  createContextKey,
  type Exception,
  isSpanContextValid,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  SpanStatusCode,
  trace,
  TraceFlags,
} from '@opentelemetry/api'
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks'
import { parseTraceParent } from '@opentelemetry/core'
import { randomBytes } from 'node:crypto'
import { loggedErrorOf } from './logged-error.ts'
import { redact } from './redact.ts'

// Without an SDK nothing else keeps the context over an `await`. The API keeps one for the process (decisions/020).
context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable())

/** One step of work in a trace. */
export type SpanOptions = {
  /** Low in variety: `deliver status report`, never with an id. */
  name: string
  kind?: SpanKind
  /** W3C `traceparent` of what caused it, e.g. from a header or a row; without a valid one the trace that runs goes on, or a new one starts. */
  traceparent?: string | null | undefined
  /** Without a valid `traceparent` a new trace starts, whatever runs now. */
  isApart?: boolean
  /** No secret, no e-mail address. */
  attributes?: Attributes
}

/** The W3C `traceparent` of what runs, to send or store. */
export function currentTraceparent(): string | undefined {
  const span = trace.getSpanContext(context.active())
  if (span === undefined) return undefined
  return `00-${span.traceId}-${span.spanId}-${span.traceFlags.toString(16).padStart(2, '0')}`
}

/** 32 hexadecimal digits: the request id of log lines, error pages and audit entries. */
export function currentTraceId(): string | undefined {
  return trace.getSpanContext(context.active())?.traceId
}

/** Runs `work` in a span of its own and ends the span with it. */
export async function inSpan<T>(options: SpanOptions, work: () => Promise<T>): Promise<T> {
  const started = startSpan(options)
  try {
    return await context.with(started.context, work)
  } catch (error) {
    failSpan(started.span, error)
    throw error
  } finally {
    started.span.end()
  }
}

/** A span that has not ended, and the context in which its work runs. */
export type StartedSpan = { span: Span; context: Context }

/** For work that ends elsewhere; the caller ends the span. */
export function startSpan({ name, kind, traceparent, isApart, attributes }: SpanOptions): StartedSpan {
  const options = { kind: kind ?? SpanKind.INTERNAL, ...(attributes && { attributes }) }
  const parent = parentOf(traceparent, isApart ? ROOT_CONTEXT : context.active())
  const span = trace.getTracer('tuvens').startSpan(name, options, parent)
  // Without an SDK a span without a parent has no ids. Log lines and calls carry ids all the same.
  const own = isSpanContextValid(span.spanContext()) ? span : trace.wrapSpanContext(newSpanContext())
  return { span: own, context: trace.setSpan(parent, own) }
}

/** Records on a span that its work failed. */
export function failSpan(span: Span, error?: unknown): void {
  // Exporters send the message and the stack of an exception.
  if (span.isRecording() && error instanceof Error) span.recordException(safeExceptionOf(error))
  span.setStatus({ code: SpanStatusCode.ERROR })
}

function safeExceptionOf(error: Error): Exception {
  const logged = loggedErrorOf(error)
  if (typeof logged === 'string') return redact(logged)
  return { name: logged.type, message: redact(logged.message), stack: redact(logged.stack) }
}

function parentOf(traceparent: string | null | undefined, otherwise: Context): Context {
  const remote = typeof traceparent === 'string' ? parseTraceParent(traceparent) : null
  if (remote === null) return otherwise
  return trace.setSpanContext(ROOT_CONTEXT, { ...remote, isRemote: true })
}

function newSpanContext() {
  return {
    traceId: randomBytes(16).toString('hex'),
    spanId: randomBytes(8).toString('hex'),
    traceFlags: TraceFlags.SAMPLED,
  }
}

/** What is known of the request that is answered. */
export type RequestRecord = {
  /** The trace id, unless the caller gave an `X-Request-ID`. */
  id: string
  /** Pattern of the route, such as `/api/events/:id`. */
  route: string
  /** Of a stream: its measured duration is the time until it was open, and its end is nothing to log. */
  markOpen: () => void
}

// A context key is the same in every bundle of the process.
const REQUEST = createContextKey('tuvens.request')

/** The context of a request. */
export function withRecord(outer: Context, record: RequestRecord): Context {
  return outer.setValue(REQUEST, record)
}

/** The request that is answered; undefined in background work. */
export function currentRequest(): RequestRecord | undefined {
  return context.active().getValue(REQUEST) as RequestRecord | undefined
}

/** Names the route of the current request, for its metrics and its log line. */
export function setRoute(route: string): void {
  const record = currentRequest()
  if (record !== undefined) record.route = route
}
