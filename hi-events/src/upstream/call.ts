import {
  type HttpCall,
  type HttpResponse,
  type HttpResult,
  createHttpCaller,
} from '@tuvens/platform/http/call'
import { CallError } from '@tuvens/platform/http/call-error'
import { setTimeout as sleep } from 'node:timers/promises'
import type { TSchema, TUnknown } from 'typebox'
import { type Breaker, createBreaker } from './limits/breaker.ts'
import { type Budget, createBudget, type Urgency } from './limits/budget.ts'
import { UpstreamError, upstreamErrorOf } from './errors.ts'

/** A JWT of an account's login, and how its requests are counted. */
export type Pass = { token: string; accountId: number; urgency: Urgency }

/** A bare JWT belongs to a browser or is newly issued: its calls are not counted against an account. */
export type Bearer = string | Pass

/** One call of the REST API. */
export type UpstreamCall<S extends TSchema = TSchema> = Pick<
  HttpCall<S>,
  'method' | 'path' | 'isRepeatable' | 'success'
> & {
  /** An object is sent in JSON, bytes unchanged and with their `contentType`. */
  body?: object
  contentType?: string
  /** The login that calls. */
  token?: Bearer
  /** The buyer's address: Hi.Events counts anonymous calls by address (spec 3.1). */
  clientIp?: string
  /** A list: its response may be four times as large as any other. */
  isLong?: boolean
}

export type UpstreamCaller = {
  /** @throws UpstreamError */
  call: <S extends TSchema = TUnknown>(call: UpstreamCall<S>) => Promise<HttpResult<S>>
  /** What its guards allow now. */
  guards: { budget: Pick<Budget, 'used'>; breaker: Pick<Breaker, 'isOpen'> }
  close: () => Promise<void>
}

/** Time and randomness as inputs; `budget` is requests a minute and account. */
export type CallerOptions = {
  now: () => number
  sleep: (ms: number) => Promise<unknown>
  /** 0 to 1. */
  randomFraction: () => number
  budget: number
}

const READ_MS = 5_000
const WRITE_MS = 15_000
const MAX_BYTES = 4 * 1024 * 1024
const MAX_LIST_BYTES = 4 * MAX_BYTES
const ATTEMPTS = 2
const [MIN_PAUSE_MS, MAX_PAUSE_MS] = [50, 300]
/** How long a person waits for a busy ticket system. */
const MAX_WAIT_MS = 2_000
/** For a 429 without Retry-After. */
const BLOCK_MS = 5_000

type Guards = { budget: Budget; breaker: Breaker; randomFraction: () => number }

/** The one way to the ticket system's API: the platform's caller, with a budget for each account and a breaker. */
export function createCaller(baseUrl: string, options: Partial<CallerOptions> = {}): UpstreamCaller {
  const { now = () => Date.now(), randomFraction = Math.random, budget = 120 } = options
  const wait = options.sleep ?? ((ms: number) => sleep(ms))
  const guards = { budget: createBudget(budget, now), breaker: createBreaker(now), randomFraction }
  const http = createHttpCaller({ target: 'hi-events', baseUrl, sleep: wait })
  const call: UpstreamCaller['call'] = async (call) => {
    try {
      return await http.call({ ...httpCallOf(call), ...guard(guards, call), success: call.success })
    } catch (error) {
      throw upstreamErrorOf(error)
    }
  }
  return { call, guards, close: http.close }
}

function httpCallOf({ method, path, body, isRepeatable, isLong, ...sender }: UpstreamCall) {
  const { token, clientIp, contentType } = sender
  const jwt = typeof token === 'object' ? token.token : token
  const headers = {
    ...(contentType !== undefined && { 'content-type': contentType }),
    ...(jwt !== undefined && { authorization: `Bearer ${jwt}` }),
    ...(clientIp !== undefined && { 'x-forwarded-for': clientIp }),
  }
  return {
    method,
    path,
    body,
    headers,
    timeoutMs: method === 'GET' ? READ_MS : WRITE_MS,
    maxBytes: isLong === true ? MAX_LIST_BYTES : MAX_BYTES,
    // Reads and idempotent writes are sent again after a lost response. Before another write, its caller reads what happened.
    isRepeatable: isRepeatable === true || method === 'GET' || method === 'PUT' || method === 'PATCH',
  }
}

function guard(guards: Guards, call: UpstreamCall): Pick<HttpCall, 'around' | 'retry'> {
  const { budget, breaker, randomFraction } = guards
  return {
    around: async (send) => {
      const key = keyOf(call)
      admit(guards, call, key)
      try {
        const response = await send()
        breaker.note(!isDown(call, response.status))
        if (response.status === 429 && key !== null) budget.block(key, blockMs(response))
        return response
      } catch (error) {
        breaker.note(error instanceof CallError && error.failure === 'too_large')
        throw error
      }
    },
    retry: (error, attempt) =>
      attempt < ATTEMPTS ? pauseAfter(call, upstreamErrorOf(error), randomFraction) : null,
  }
}

/** @throws UpstreamError limited or resting, without a request, with the time to try again */
function admit({ budget, breaker }: Guards, call: UpstreamCall, key: string | null): void {
  const busyMs = key === null ? 0 : budget.wait(key, urgencyOf(call))
  if (busyMs > 0) throw notSent('limited', call, busyMs)
  const restMs = breaker.wait()
  if (restMs > 0) throw notSent('resting', call, restMs)
  if (typeof call.token === 'object' && key !== null) budget.spend(key, call.token.urgency)
}

function notSent(failure: 'limited' | 'resting', { method, path }: UpstreamCall, ms: number): UpstreamError {
  return new UpstreamError(failure, {
    call: `${method} ${path.split('?', 1)[0]}`,
    retryAfter: Math.ceil(ms / 1000),
  })
}

const GATEWAY_STATUSES = new Set([502, 503, 504])

/** Milliseconds until the call is sent again; null when that would not help or take too long. */
function pauseAfter(call: UpstreamCall, error: UpstreamError, randomFraction: () => number): number | null {
  const { failure, status = 0, retryAfter = 0, cause } = error
  if (failure !== 'unreachable' && failure !== 'failed' && failure !== 'limited') return null
  const jitter = MIN_PAUSE_MS + randomFraction() * (MAX_PAUSE_MS - MIN_PAUSE_MS)
  const askedMs = retryAfter * 1000
  if (urgencyOf(call) !== 'background' && askedMs > 0 && askedMs <= MAX_WAIT_MS) return askedMs + jitter
  const isLost = failure === 'unreachable' && !(cause instanceof Error && cause.name === 'TimeoutError')
  return isLost || GATEWAY_STATUSES.has(status) ? jitter : null
}

/** Whose requests these are. Hi.Events counts a buyer's by address; of our own anonymous ones we only remember a 429. */
function keyOf({ token, clientIp }: UpstreamCall): string | null {
  if (typeof token === 'object') return `account ${token.accountId}`
  return clientIp === undefined && token === undefined ? 'ourselves' : null
}

function urgencyOf({ token }: UpstreamCall): Urgency {
  return typeof token === 'object' ? token.urgency : 'prompt'
}

/** A 500 counts only when no stranger can have caused it: an order for a draft gets a 500, too. */
function isDown({ method, token }: UpstreamCall, status: number): boolean {
  return GATEWAY_STATUSES.has(status) || (status === 500 && method === 'GET' && typeof token === 'object')
}

function blockMs({ headers }: HttpResponse): number {
  const seconds = Number(headers['retry-after'])
  return Number.isFinite(seconds) && seconds > 0 ? seconds * 1000 : BLOCK_MS
}
