import { errorOf, TuvensError } from './errors.ts'
import { OPERATIONS, type OperationName } from './generated.ts'
import { backoffMs, wait } from './wait.ts'

export type ClientOptions = {
  /** Address of the API, such as `https://api.example.com`. */
  baseUrl: string
  /** Of an account, for servers only. */
  apiKey?: string
  /** Of a signed-in user, or a function that returns one that has not expired. */
  accessToken?: string | (() => string | Promise<string>)
  /** Milliseconds of one try; 30000 by default. */
  timeoutMs?: number
  /** Tries after the first one, of calls that may be repeated; 2 by default. */
  retries?: number
  /** Seconds of `Retry-After` that are waited at most; a longer one is an error at once. 60 by default. */
  longestRetryAfter?: number
  /** In place of the global one. */
  fetch?: typeof fetch
  /** In place of `Math.random`. */
  random?: () => number
}

export type CallOptions = {
  signal?: AbortSignal
  timeoutMs?: number
  retries?: number
  /** Of a write that has one; without it the client makes one for each call. */
  idempotencyKey?: string
  /** Other headers, such as `if-match`. */
  headers?: Record<string, string>
}

/** A response with what its body does not tell. */
export type FullResponse<T> = { data: T; status: number; headers: Headers; requestId: string | null }

type Input = Record<string, unknown>
type Prepared = { url: string; init: RequestInit; mayRepeat: boolean }

/** Makes a call, and repeats it where that is safe. */
export async function send(
  client: ClientOptions,
  name: OperationName,
  input: Input,
  options: CallOptions = {},
): Promise<FullResponse<unknown>> {
  const prepared = await prepare(client, name, input, options)
  const tries = 1 + (prepared.mayRepeat ? (options.retries ?? client.retries ?? 2) : 0)
  for (let failures = 0; ; failures++) {
    const outcome = await attempt(client, prepared, options)
    if (!(outcome instanceof TuvensError)) return outcome
    const pauseMs = pauseOf(client, outcome, failures)
    if (failures + 1 >= tries || pauseMs === undefined) throw outcome
    await wait(pauseMs, options.signal)
  }
}

async function prepare(
  client: ClientOptions,
  name: OperationName,
  input: Input,
  options: CallOptions,
): Promise<Prepared> {
  const { method, path, query, credential, hasIdempotencyKey } = OPERATIONS[name]
  const url = new URL(client.baseUrl.replace(/\/$/, '') + filled(path, input))
  for (const each of query as readonly string[])
    for (const value of [input[each] ?? []].flat()) url.searchParams.append(each, textOf(each, value))
  const headers = new Headers({ accept: 'application/json', ...options.headers })
  if (credential !== 'none') headers.set('authorization', `Bearer ${await credentialOf(client, credential)}`)
  // One key for all tries of this call: only the first that arrives does something.
  if (hasIdempotencyKey) headers.set('idempotency-key', options.idempotencyKey ?? crypto.randomUUID())
  const { body } = input
  const isFile = name === 'uploadPicture'
  if (body !== undefined)
    headers.set('content-type', isFile ? 'application/octet-stream' : 'application/json')
  const payload = isFile ? (body as Blob) : body === undefined ? null : JSON.stringify(body)
  const mayRepeat = method !== 'POST' && method !== 'PATCH'
  return {
    url: url.href,
    init: { method, headers, body: payload, credentials: 'omit', redirect: 'error' },
    mayRepeat: mayRepeat || hasIdempotencyKey,
  }
}

function filled(path: string, input: Input): string {
  return path.replaceAll(/:(\w+)/g, (_, name: string) => {
    const text = textOf(name, input[name])
    if (text === '') throw new TypeError(`${name} is required`)
    return encodeURIComponent(text)
  })
}

/** A value of an address. */
function textOf(name: string, value: unknown): string {
  if (typeof value === 'string') return value
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  throw new TypeError(`${name} must be a text or a number`)
}

async function credentialOf({ apiKey, accessToken }: ClientOptions, kind: 'key' | 'user'): Promise<string> {
  const given =
    kind === 'key' ? apiKey : typeof accessToken === 'function' ? await accessToken() : accessToken
  if (given === undefined)
    throw new TypeError(kind === 'key' ? 'This call needs an apiKey' : 'This call needs an accessToken')
  return given
}

/** @returns the response of a success, or the error; @throws when the caller aborted */
async function attempt(
  client: ClientOptions,
  { url, init }: Prepared,
  { signal, timeoutMs = client.timeoutMs ?? 30_000 }: CallOptions,
): Promise<FullResponse<unknown> | TuvensError> {
  const timeout = AbortSignal.timeout(timeoutMs)
  try {
    const combined = signal === undefined ? timeout : AbortSignal.any([signal, timeout])
    const response = await (client.fetch ?? fetch)(url, { ...init, signal: combined })
    if (!response.ok) return await errorOf(response)
    const data: unknown = response.status === 204 ? undefined : await response.json()
    const requestId = response.headers.get('x-request-id')
    return { data, status: response.status, headers: response.headers, requestId }
  } catch (cause) {
    if (signal?.aborted === true) throw cause
    if (timeout.aborted)
      return new TuvensError({ code: 'TIMED_OUT', message: `No response within ${timeoutMs} ms`, cause })
    if (cause instanceof SyntaxError)
      return new TuvensError({ code: 'INVALID_RESPONSE', message: 'The response is not JSON', cause })
    return new TuvensError({ code: 'CONNECTION_FAILED', message: 'The API could not be reached', cause })
  }
}

const PASSING = [408, 425, 429, 500, 502, 503, 504]

/** Milliseconds until the next try; undefined when another one cannot help. */
function pauseOf(client: ClientOptions, error: TuvensError, failures: number): number | undefined {
  const { status, code, retryAfter } = error
  const isPassing = status === undefined || PASSING.includes(status) || code === 'IDEMPOTENCY_IN_PROGRESS'
  if (!isPassing || (retryAfter ?? 0) > (client.longestRetryAfter ?? 60)) return undefined
  const backoff = backoffMs(failures, client.random ?? Math.random)
  return retryAfter === undefined ? backoff : retryAfter * 1000 + backoff
}
