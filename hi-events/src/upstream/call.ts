import { Compile } from 'typebox/compile'
import type { Static, TSchema } from 'typebox'
import { Agent, request, type Dispatcher } from 'undici'
import { Refusal } from './answers.ts'
import { UpstreamError, type UpstreamFailure } from './errors.ts'

/** One call of the REST API. */
export type UpstreamCall<S extends TSchema> = {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** Below the API's root, with its query. */
  path: string
  body?: object
  /** JWT of the login that calls. */
  token?: string
  /** The buyer's address: anonymous calls share a budget per address (spec 3.1). */
  clientAddress?: string
  /** What a success looks like. Without it the body is not read. */
  answer?: S
}

/** An answer that fits what was asked for. */
export type UpstreamAnswer<T> = { status: number; headers: Dispatcher.ResponseData['headers']; body: T }

/** Makes calls; throws UpstreamError. */
export type Caller = {
  call: <S extends TSchema>(call: UpstreamCall<S>) => Promise<UpstreamAnswer<Static<S>>>
  close: () => Promise<void>
}

const READ_MS = 5_000
const WRITE_MS = 15_000
const MAX_ANSWER_BYTES = 4 * 1024 * 1024
const READ_ATTEMPTS = 2

/** The one way to the ticket system's API. Follows no redirect, reads no more than 4 MiB, believes no answer unchecked. */
export function createCaller(root: string): Caller {
  const agent = new Agent({
    connections: 64,
    maxResponseSize: MAX_ANSWER_BYTES,
    keepAliveTimeout: 4_000,
    connect: { timeout: 3_000 },
  })
  return {
    call: async (call) => {
      const response = await send(agent, root, call)
      return readAnswer(call, response)
    },
    close: () => agent.close(),
  }
}

type Response = { status: number; headers: Dispatcher.ResponseData['headers']; text: string }

/** Reads are sent again when their answer was lost; writes never: whoever writes looks first. */
async function send(agent: Agent, root: string, call: UpstreamCall<TSchema>): Promise<Response> {
  const attempts = call.method === 'GET' ? READ_ATTEMPTS : 1
  for (let attempt = 1; ; attempt++) {
    try {
      return await sendOnce(agent, root, call)
    } catch (cause) {
      if (attempt >= attempts || isTooLarge(cause)) throw lost(call, cause)
    }
  }
}

async function sendOnce(agent: Agent, root: string, call: UpstreamCall<TSchema>): Promise<Response> {
  const limit = call.method === 'GET' ? READ_MS : WRITE_MS
  const { statusCode, headers, body } = await request(root + call.path, {
    dispatcher: agent,
    method: call.method,
    headers: headersOf(call),
    body: call.body === undefined ? null : JSON.stringify(call.body),
    signal: AbortSignal.timeout(limit),
  })
  return { status: statusCode, headers, text: await body.text() }
}

function headersOf({ body, token, clientAddress }: UpstreamCall<TSchema>): Record<string, string> {
  return {
    // Without it a 401 becomes a redirect to a login page.
    accept: 'application/json',
    ...(body !== undefined && { 'content-type': 'application/json' }),
    ...(token !== undefined && { authorization: `Bearer ${token}` }),
    ...(clientAddress !== undefined && { 'x-forwarded-for': clientAddress }),
  }
}

function readAnswer<S extends TSchema>(call: UpstreamCall<S>, response: Response): UpstreamAnswer<Static<S>> {
  const { status, headers, text } = response
  if (status < 200 || status > 299) throw refusal(call, response)
  const body = call.answer === undefined ? undefined : check(call, call.answer, parse(call, response))
  return { status, headers, body: body as Static<S> }

  function parse(of: UpstreamCall<TSchema>, { headers }: Response): unknown {
    if (!/\bjson\b/i.test(String(headers['content-type'] ?? ''))) throw invalid(of, 'the answer is not JSON')
    try {
      return JSON.parse(text)
    } catch (cause) {
      throw invalid(of, 'the answer is not valid JSON', cause)
    }
  }
}

const validators = new WeakMap<TSchema, ReturnType<typeof Compile>>()

function check(call: UpstreamCall<TSchema>, schema: TSchema, value: unknown): unknown {
  const validator = validators.get(schema) ?? Compile(schema)
  validators.set(schema, validator)
  if (validator.Check(value)) return value
  const [issue] = validator.Errors(value)
  throw invalid(call, `${issue?.instancePath ?? ''} ${issue?.message ?? 'does not fit'}`.trim())
}

const FAILURES: Record<number, UpstreamFailure> = {
  401: 'unauthorised',
  403: 'forbidden',
  404: 'missing',
  429: 'limited',
}

function refusal(call: UpstreamCall<TSchema>, { status, headers, text }: Response): UpstreamError {
  const failure = FAILURES[status] ?? (status >= 500 ? 'failed' : status >= 400 ? 'refused' : 'invalid')
  const { message, errors } = readRefusal(text)
  const retryAfter = Number(headers['retry-after'])
  return new UpstreamError(failure, {
    call: nameOf(call),
    status,
    ...(message !== undefined && { sentence: message.slice(0, 500) }),
    ...(errors !== undefined && !Array.isArray(errors) && { fields: errors as Record<string, string[]> }),
    ...(Number.isFinite(retryAfter) && { retryAfter }),
  })
}

function readRefusal(text: string): Static<typeof Refusal> {
  try {
    const body: unknown = JSON.parse(text)
    return refusals.Check(body) ? body : {}
  } catch {
    return {}
  }
}
const refusals = Compile(Refusal)

function invalid(call: UpstreamCall<TSchema>, sentence: string, cause?: unknown): UpstreamError {
  return new UpstreamError('invalid', { call: nameOf(call), sentence, cause })
}

function lost(call: UpstreamCall<TSchema>, cause: unknown): UpstreamError {
  const failure = isTooLarge(cause) ? 'invalid' : 'unreachable'
  return new UpstreamError(failure, { call: nameOf(call), cause })
}

function isTooLarge(cause: unknown): boolean {
  return cause instanceof Error && 'code' in cause && cause.code === 'UND_ERR_RES_EXCEEDED_MAX_SIZE'
}

/** Without the query: it can carry a code or a session. */
function nameOf(call: UpstreamCall<TSchema>): string {
  return `${call.method} ${call.path.split('?', 1)[0]}`
}
