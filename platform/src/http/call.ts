import { SpanKind } from '@opentelemetry/api'
import { setTimeout as sleep } from 'node:timers/promises'
import type { TSchema, TUnknown } from 'typebox'
import { Agent, type Dispatcher, request } from 'undici'
import { CallError, type CallFailure } from './call-error.ts'
import { histogram } from '../telemetry/registry.ts'
import { currentTraceparent, inSpan } from '../telemetry/trace.ts'
import { type HttpResponse, type HttpResult, readResult } from './call-result.ts'

/** Parts of the signatures below. */
export type { HttpHeaders, HttpResponse, HttpResult } from './call-result.ts'

/** One call of another server. `callOf` (route.ts) makes it from a route of the contract. */
export type HttpCall<S extends TSchema = TSchema> = {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** Below the base address, with its query. */
  path: string
  headers?: Record<string, string> | undefined
  /** An object is sent in JSON; a text and bytes unchanged. Bytes are not signed. */
  body?: object | string | Uint8Array | undefined
  /** What the JSON of a success must fit. Without it the body of a success is not read. */
  success?: S | undefined
  /** It carries `If-None-Match`: a 304 is a success without a body, which the caller has to look for in `status`. */
  isConditional?: boolean
  /** The success is a file: its bytes are in `raw` of the result. */
  isFile?: boolean
  /** For one attempt, in milliseconds. */
  timeoutMs?: number
  /** A larger response is an error. */
  maxBytes?: number
  /** Whether it may be sent again when the response was lost; without it GET and PUT may. */
  isRepeatable?: boolean
  /** Replaces the policy of the caller. */
  retry?: RetryPolicy
  /** Runs around each attempt, e.g. to keep a budget: it may throw instead of sending, and sees every status. */
  around?: (send: () => Promise<HttpResponse>) => Promise<HttpResponse>
}

/** Milliseconds until the next attempt, or null to give up. `attempt` counts from 1; `error` may come from `around`. */
export type RetryPolicy = (error: unknown, attempt: number) => number | null

/** One server that is called, and what holds for all calls of it. Times are in milliseconds, sizes in bytes. */
export type HttpCallerOptions = {
  /** The server in metrics and traces, such as `api`. */
  target: CallTarget
  /** Address below which all paths are, without a slash at its end. */
  baseUrl: string
  timeoutMs?: number
  maxBytes?: number
  connectTimeoutMs?: number
  /**
   * Headers of each attempt, e.g. a signature over exactly these bytes. `path` is the whole path with query, with that of
   * `baseUrl`; `body` is empty when there is none.
   */
  sign?: (attempt: { method: HttpCall['method']; path: string; body: string }) => Record<string, string>
  /** Without it nothing is sent again. */
  retry?: RetryPolicy
  sleep?: (ms: number) => Promise<unknown>
}

/** Calls of one server over connections that are kept open. */
export type HttpCaller = {
  /**
   * Sends a call, again when it was lost and may be repeated.
   *
   * @throws CallError when no usable response came; whatever `around` throws
   */
  call: <S extends TSchema = TUnknown>(call: HttpCall<S>) => Promise<HttpResult<S>>
  /** Closes the connections when the calls under way are done. */
  close: () => Promise<void>
}

/** The servers that ours call. */
const TARGETS = ['api', 'ticket-origin', 'hi-events', 'issuer', 'pictures', 'test'] as const
/** One of the servers that ours call. */
export type CallTarget = (typeof TARGETS)[number]

const durations = histogram({
  name: 'tuvens_call_duration_seconds',
  help: 'Time of one attempt to call another server',
  labels: {
    target: TARGETS,
    outcome: ['ok', 'refused', 'failed', 'timed_out', 'unreachable', 'invalid', 'too_large'],
  },
})

/**
 * How long an unused connection is kept, also when the server promises longer: a proxy may pass on its server's promise and
 * close after the five seconds that are common, and a call on a connection just closed is lost.
 */
const KEPT_MS = 4_000

const DEFAULTS = { timeoutMs: 5_000, maxBytes: 1024 * 1024, connectTimeoutMs: 3_000 }

/** The one way from our servers to another: bounded in time and size, follows no redirect, trusts no response unchecked. */
export function createHttpCaller(options: HttpCallerOptions): HttpCaller {
  const { connectTimeoutMs: timeout = DEFAULTS.connectTimeoutMs } = options
  const agent = new Agent({
    connections: 64,
    keepAliveTimeout: KEPT_MS,
    keepAliveMaxTimeout: KEPT_MS,
    connect: { timeout },
  })
  const wait = options.sleep ?? ((ms: number) => sleep(ms))
  const call: HttpCaller['call'] = async (call) => {
    const retry = call.retry ?? options.retry
    for (let attempt = 1; ; attempt++) {
      try {
        return await measured(options.target, async () => {
          const send = () => sendOnce(agent, options, call)
          return readResult(call, await (call.around === undefined ? send() : call.around(send)))
        })
      } catch (error) {
        await wait(pauseOrThrow(error, isRepeatable(call) ? retry?.(error, attempt) : null))
      }
    }
  }
  return { call, close: () => agent.close() }
}

/** One attempt. What `around` does not send is not counted. */
async function measured<T>(target: CallTarget, attempt: () => Promise<T>): Promise<T> {
  const startedAt = performance.now()
  const observe = (outcome: 'ok' | CallFailure) =>
    durations.observe({ target, outcome }, (performance.now() - startedAt) / 1000)
  try {
    const result = await inSpan({ name: `call ${target}`, kind: SpanKind.CLIENT }, attempt)
    observe('ok')
    return result
  } catch (error) {
    if (error instanceof CallError) observe(error.failure)
    throw error
  }
}

function pauseOrThrow(error: unknown, pause: number | null | undefined): number {
  if (typeof pause !== 'number') throw error
  return pause
}

function isRepeatable({ method, isRepeatable: given }: HttpCall): boolean {
  return given ?? (method === 'GET' || method === 'PUT')
}

async function sendOnce(agent: Agent, options: HttpCallerOptions, call: HttpCall): Promise<HttpResponse> {
  const limits = { ...DEFAULTS, ...options, ...call }
  const { method, path } = call
  const name = `${method} ${path.split('?', 1)[0] ?? ''}`
  const url = new URL(options.baseUrl + path)
  const { body, signed } = payloadOf(call.body)
  const traceparent = currentTraceparent()
  const headers = {
    accept: 'application/json',
    ...(traceparent !== undefined && { traceparent }),
    ...(signed !== '' && { 'content-type': 'application/json' }),
    ...call.headers,
    ...options.sign?.({ method, path: url.pathname + url.search, body: signed }),
  }
  try {
    const signal = AbortSignal.timeout(limits.timeoutMs)
    const init = { dispatcher: agent, method, headers, body, signal }
    const response = await request(url, init)
    const { statusCode: status } = response
    const isRead = call.success !== undefined || call.isFile === true || status > 299
    const raw = await (isRead
      ? readBytes(response.body, limits.maxBytes)
      : drain(response.body, limits.maxBytes))
    if (raw === null)
      throw new CallError('too_large', { call: name, status, reason: `more than ${limits.maxBytes} bytes` })
    return { call: name, status, headers: response.headers, raw }
  } catch (cause) {
    if (cause instanceof CallError) throw cause
    const isLate = cause instanceof Error && cause.name === 'TimeoutError'
    throw new CallError(isLate ? 'timed_out' : 'unreachable', { call: name, cause })
  }
}

/** What is sent, and the text of it that a signature covers. */
function payloadOf(body: HttpCall['body']): { body: string | Uint8Array | null; signed: string } {
  if (body instanceof Uint8Array) return { body, signed: '' }
  const text = typeof body === 'object' ? JSON.stringify(body) : (body ?? '')
  return { body: text === '' ? null : text, signed: text }
}

/** Null when there are more than `maxBytes`; leaving the loop closes the connection. */
async function readBytes(body: Dispatcher.ResponseData['body'], maxBytes: number): Promise<Buffer | null> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of body) {
    size += chunk.length
    if (size > maxBytes) return null
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

/** Makes the connection free for the next call; closes it when that would take more than `maxBytes`. */
async function drain(body: Dispatcher.ResponseData['body'], limit: number): Promise<Buffer> {
  await body.dump({ limit })
  return Buffer.alloc(0)
}
