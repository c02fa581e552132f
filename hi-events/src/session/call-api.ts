import { ERROR_CODES, type ErrorCode, HEADERS, ServiceError } from '@tuvens/contract'
import { signRequest } from '@tuvens/contract/signatures'
import type { SecretList } from '@tuvens/platform/config'
import type { Static, TSchema } from 'typebox'
import { Value } from 'typebox/value'
import { Agent, request } from 'undici'

/** One call; its answer has to fit the schema. */
export type ApiCall<S extends TSchema> = {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  path: string
  body?: object
  headers?: Record<string, string>
  answer: S
  /** Whether the same call may be sent again when its answer was lost. */
  isRepeatable: boolean
}

/** Calls the API; throws ServiceError. */
export type ApiCaller = {
  call: <S extends TSchema>(call: ApiCall<S>) => Promise<Static<S>>
  close: () => Promise<void>
}

/** `now` gives milliseconds. */
export type ApiCallerOptions = {
  root: string
  secrets: SecretList
  now: () => number
  sleep: (ms: number) => Promise<void>
}

const LIMIT_MS = 4_000
const ATTEMPTS = 3
/** A lost validate answer may be repeated within 30 s: three attempts of 4 s and these pauses stay below. */
const PAUSES_MS = [100, 600]
const MAX_ANSWER_BYTES = 1024 * 1024
const RETRY_AFTER_SECONDS = 3

/** Signed calls to the Tuvens API (spec 2.1). */
export function createApiCaller(options: ApiCallerOptions): ApiCaller {
  const agent = new Agent({ connections: 64, maxResponseSize: MAX_ANSWER_BYTES, connect: { timeout: 2_000 } })
  return {
    call: (call) => repeat(options, call, () => send(agent, options, call)),
    close: () => agent.close(),
  }
}

async function repeat<T>(
  { sleep }: ApiCallerOptions,
  { isRepeatable }: ApiCall<TSchema>,
  attempt: () => Promise<T>,
): Promise<T> {
  for (let made = 1; ; made++) {
    try {
      return await attempt()
    } catch (error) {
      const isLost = error instanceof ServiceError && error.code === 'API_UNAVAILABLE'
      if (!isLost || !isRepeatable || made >= ATTEMPTS) throw error
      await sleep(PAUSES_MS[made - 1] ?? 0)
    }
  }
}

async function send<S extends TSchema>(
  agent: Agent,
  options: ApiCallerOptions,
  call: ApiCall<S>,
): Promise<Static<S>> {
  const body = call.body === undefined ? '' : JSON.stringify(call.body)
  const signed = signRequest(options.secrets, { method: call.method, path: call.path, body }, options.now())
  try {
    const response = await request(options.root + call.path, {
      dispatcher: agent,
      method: call.method,
      headers: {
        accept: 'application/json',
        ...(body !== '' && { 'content-type': 'application/json' }),
        ...call.headers,
        ...signed,
      },
      body: body === '' ? null : body,
      signal: AbortSignal.timeout(LIMIT_MS),
    })
    return read(call.answer, response.statusCode, await response.body.text())
  } catch (cause) {
    if (cause instanceof ServiceError) throw cause
    throw unavailable(cause)
  }
}

function read<S extends TSchema>(schema: S, status: number, text: string): Static<S> {
  const body = parse(text)
  if (status === 200 && Value.Check(schema, body)) return body
  if (status >= 400 && status < 500) throw refusalOf(status, body)
  throw unavailable(new TypeError(`The API answered ${status} with a body that does not fit`))
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Codes about our own credential: to a person these mean that Tuvens cannot be reached, and operators see the cause. */
const OURS: ReadonlySet<ErrorCode> = new Set([
  'SERVICE_CREDENTIAL_REQUIRED',
  'SERVICE_CREDENTIAL_INVALID',
  'SIGNATURE_REQUIRED',
  'SIGNATURE_INVALID',
  'SIGNATURE_EXPIRED',
  'RATE_LIMITED',
])

function refusalOf(status: number, body: unknown): ServiceError {
  const given = typeof body === 'object' && body !== null && 'code' in body ? body.code : undefined
  const code = ERROR_CODES.find((each) => each === given)
  const isPlain = code !== undefined && !OURS.has(code)
  return isPlain
    ? new ServiceError(code)
    : unavailable(new TypeError(`The API answered ${status} ${code ?? ''}`), code)
}

function unavailable(cause: unknown, code?: ErrorCode): ServiceError {
  return new ServiceError('API_UNAVAILABLE', {
    retryAfter: RETRY_AFTER_SECONDS,
    cause: code === undefined ? cause : new TypeError(`The API refuses our calls: ${code}`, { cause }),
  })
}

/** The header that lets a repeat of a lost call get the same answer. */
export function idempotent(key: string): Record<string, string> {
  return { [HEADERS.idempotencyKey]: key }
}
