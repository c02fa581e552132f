import { setTimeout as sleep } from 'node:timers/promises'
import type { Static, TSchema } from 'typebox'
import { Agent, request, type Dispatcher } from 'undici'
import { type Breaker, createBreaker } from './breaker.ts'
import { type Budget, createBudget, type Urgency } from './budget.ts'
import { isUpstream, UpstreamError } from './errors.ts'
import { invalid, nameOf, type RawAnswer, readAnswer } from './read-answer.ts'

/** A JWT of an account's login, and how its requests are counted. */
export type Pass = { token: string; accountId: number; urgency: Urgency }

/** A bare JWT is a browser's own or one just got: its calls are not counted against an account. */
export type Bearer = string | Pass

/** One call of the REST API. */
export type UpstreamCall<S extends TSchema> = {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** Below the API's root, with its query. */
  path: string
  body?: object
  /** The login that calls. */
  token?: Bearer
  /** The buyer's address: anonymous calls share a budget per address (spec 3.1). */
  clientAddress?: string
  /** A POST that may be sent twice. */
  isRepeatable?: boolean
  /** A list: its answer may be four times as large as any other. */
  isLong?: boolean
  /** What a success looks like. Without it the body is not looked at. */
  answer?: S
}

/** An answer that fits what was asked for. */
export type UpstreamAnswer<T> = { status: number; headers: Dispatcher.ResponseData['headers']; body: T }

/** Makes calls; throws UpstreamError. */
export type Caller = {
  call: <S extends TSchema>(call: UpstreamCall<S>) => Promise<UpstreamAnswer<Static<S>>>
  close: () => Promise<void>
}

/** Time and chance as inputs; `budget` is requests a minute and account. */
export type CallerOptions = {
  now: () => number
  sleep: (ms: number) => Promise<unknown>
  /** 0 to 1. */
  chance: () => number
  budget: number
}

const DEFAULTS: CallerOptions = {
  now: () => Date.now(),
  sleep: (ms) => sleep(ms),
  chance: Math.random,
  budget: 120,
}

const READ_MS = 5_000
const WRITE_MS = 15_000
const MAX_ANSWER_BYTES = 4 * 1024 * 1024
const MAX_LIST_BYTES = 4 * MAX_ANSWER_BYTES
const ATTEMPTS = 2
const [MIN_PAUSE_MS, MAX_PAUSE_MS] = [50, 300]
/** A person waits this long for a ticket system that is busy, not longer. */
const MAX_WAIT_MS = 2_000
/** For a 429 that does not say. */
const BLOCK_MS = 5_000

type Line = CallerOptions & {
  root: string
  agents: { usual: Agent; long: Agent }
  budgets: Budget
  breaker: Breaker
}

/**
 * The one way to the ticket system's API: inside a budget per account, around a breaker; follows no redirect, reads no more
 * than 4 MiB (16 of a list), believes no answer unchecked.
 */
export function createCaller(root: string, options: Partial<CallerOptions> = {}): Caller {
  const all = { ...DEFAULTS, ...options }
  const agents = { usual: agentFor(MAX_ANSWER_BYTES), long: agentFor(MAX_LIST_BYTES) }
  const line = {
    ...all,
    root,
    agents,
    budgets: createBudget(all.budget, all.now),
    breaker: createBreaker(all.now),
  }
  const close = async () => void (await Promise.all([agents.usual.close(), agents.long.close()]))
  return { call: (call) => repeat(line, call), close }
}

function agentFor(maxResponseSize: number): Agent {
  return new Agent({ connections: 64, maxResponseSize, keepAliveTimeout: 4_000, connect: { timeout: 3_000 } })
}

/** Reads and idempotent writes are sent again after a lost answer; other writes never: whoever makes them looks first. */
async function repeat<S extends TSchema>(line: Line, call: UpstreamCall<S>) {
  for (let attempt = 1; ; attempt++) {
    try {
      return readAnswer(call, await sendOnce(line, call))
    } catch (error) {
      const pause = attempt < ATTEMPTS && isRepeatable(call) ? pauseAfter(line, call, error) : null
      if (pause === null) throw error
      await line.sleep(pause)
    }
  }
}

function isRepeatable({ method, isRepeatable: isMarked = false }: UpstreamCall<TSchema>): boolean {
  return isMarked || method === 'GET' || method === 'PUT' || method === 'PATCH'
}

const GATEWAY = new Set([502, 503, 504])

/** Milliseconds until the same call is made again, or null when that would not help or take too long. */
function pauseAfter({ chance }: Line, call: UpstreamCall<TSchema>, error: unknown): number | null {
  if (!isUpstream(error, 'unreachable', 'failed', 'limited')) return null
  const jitter = MIN_PAUSE_MS + chance() * (MAX_PAUSE_MS - MIN_PAUSE_MS)
  const asked = (error.retryAfter ?? 0) * 1000
  const isWorthwhile = urgencyOf(call) === 'prompt' && asked > 0 && asked <= MAX_WAIT_MS
  if (isWorthwhile) return asked + jitter
  const isLost = error.failure === 'unreachable' && !isTimeout(error.cause)
  return isLost || GATEWAY.has(error.status ?? 0) ? jitter : null
}

async function sendOnce(line: Line, call: UpstreamCall<TSchema>): Promise<RawAnswer> {
  const key = keyOf(call)
  admit(line, call, key)
  try {
    const answer = await send(line, call)
    line.breaker.note(!isDown(call, answer.status))
    if (answer.status === 429 && key !== null) line.budgets.block(key, blockMs(answer))
    return answer
  } catch (cause) {
    line.breaker.note(isTooLarge(cause))
    const most = call.isLong ? MAX_LIST_BYTES : MAX_ANSWER_BYTES
    if (isTooLarge(cause)) throw invalid(call, `the answer is larger than ${most} bytes`, cause)
    throw new UpstreamError('unreachable', { call: nameOf(call), cause })
  }
}

/** @throws UpstreamError limited or resting, without a request, saying when to try again */
function admit({ budgets, breaker }: Line, call: UpstreamCall<TSchema>, key: string | null): void {
  const busy = key === null ? 0 : budgets.wait(key, urgencyOf(call))
  if (busy > 0) throw refused('limited', call, busy)
  const resting = breaker.wait()
  if (resting > 0) throw refused('resting', call, resting)
  if (typeof call.token === 'object' && key !== null) budgets.spend(key)
}

function refused(failure: 'limited' | 'resting', call: UpstreamCall<TSchema>, ms: number): UpstreamError {
  return new UpstreamError(failure, { call: nameOf(call), retryAfter: Math.ceil(ms / 1000) })
}

async function send({ root, agents }: Line, call: UpstreamCall<TSchema>): Promise<RawAnswer> {
  const limit = call.method === 'GET' ? READ_MS : WRITE_MS
  const { statusCode, headers, body } = await request(root + call.path, {
    dispatcher: call.isLong ? agents.long : agents.usual,
    method: call.method,
    headers: headersOf(call),
    body: call.body === undefined ? null : JSON.stringify(call.body),
    signal: AbortSignal.timeout(limit),
  })
  return { status: statusCode, headers, body: Buffer.from(await body.arrayBuffer()) }
}

function headersOf({ body, token, clientAddress }: UpstreamCall<TSchema>): Record<string, string> {
  const jwt = typeof token === 'object' ? token.token : token
  return {
    // Without it a 401 becomes a redirect to a login page.
    accept: 'application/json',
    ...(body !== undefined && { 'content-type': 'application/json' }),
    ...(jwt !== undefined && { authorization: `Bearer ${jwt}` }),
    ...(clientAddress !== undefined && { 'x-forwarded-for': clientAddress }),
  }
}

/** Whose requests these are. A buyer's are counted upstream, by address; of our anonymous ones only a 429 is remembered. */
function keyOf({ token, clientAddress }: UpstreamCall<TSchema>): string | null {
  if (typeof token === 'object') return `account ${token.accountId}`
  return clientAddress === undefined && token === undefined ? 'ourselves' : null
}

function urgencyOf({ token }: UpstreamCall<TSchema>): Urgency {
  return typeof token === 'object' ? token.urgency : 'prompt'
}

/** A 500 counts only when no stranger can have caused it: an order for a draft answers 500, too. */
function isDown({ method, token }: UpstreamCall<TSchema>, status: number): boolean {
  return GATEWAY.has(status) || (status === 500 && method === 'GET' && typeof token === 'object')
}

function blockMs({ headers }: RawAnswer): number {
  const seconds = Number(headers['retry-after'])
  return Number.isFinite(seconds) && seconds > 0 ? seconds * 1000 : BLOCK_MS
}

function isTimeout(cause: unknown): boolean {
  return cause instanceof Error && cause.name === 'TimeoutError'
}

function isTooLarge(cause: unknown): boolean {
  return cause instanceof Error && 'code' in cause && cause.code === 'UND_ERR_RES_EXCEEDED_MAX_SIZE'
}
