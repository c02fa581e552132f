import type { Static, TSchema } from 'typebox'
import { Compile } from 'typebox/compile'
import type { Dispatcher } from 'undici'
import { CallError, type CallFailure, parseRetryAfter } from './call-error.ts'
import { parseStrictJson } from './json-body.ts'

/** Headers by their names in lower case. */
export type HttpHeaders = Dispatcher.ResponseData['headers']
/** A response before anything of it is checked. `call` is `METHOD /path` without the query, which can carry a token. */
export type HttpResponse = { call: string; status: number; headers: HttpHeaders; raw: Buffer }
/** A 2xx response that fits its schema; `raw` is empty when nothing of it was read. */
export type HttpResult<S extends TSchema> = {
  status: number
  headers: HttpHeaders
  body: Static<S>
  raw: Buffer
}
/** The part of a call that says what its response must fit. */
type Expected<S extends TSchema> = { success?: S | undefined; isConditional?: boolean }

/**
 * The result of a call, once its response is known to fit.
 *
 * @throws CallError refused, failed or invalid
 */
export function readResult<S extends TSchema>(call: Expected<S>, response: HttpResponse): HttpResult<S> {
  const { status, headers } = response
  if (status >= 400) throw refusalOf(response)
  const isUnchanged = status === 304 && call.isConditional === true
  if (!isUnchanged && (status < 200 || status > 299))
    throw invalid(response, 'redirects, which is not followed')
  const schema = isUnchanged ? undefined : call.success
  const body = schema === undefined ? undefined : parseBody(response)
  assertFits(schema, response, body)
  return { status, headers, body, raw: response.raw }
}

function parseBody(response: HttpResponse): unknown {
  const type = String(response.headers['content-type'] ?? 'unknown')
  if (!/\bjson\b/i.test(type)) throw invalid(response, `is ${type.slice(0, 50)}, not JSON`)
  const json = parseStrictJson(response.raw)
  if ('problem' in json) throw invalid(response, json.problem)
  return json.value
}

const validators = new WeakMap<TSchema, ReturnType<typeof Compile>>()

function assertFits<S extends TSchema>(
  schema: S | undefined,
  response: HttpResponse,
  value: unknown,
): asserts value is Static<S> {
  if (schema === undefined) return
  const validator = validators.get(schema) ?? Compile(schema)
  validators.set(schema, validator)
  if (validator.Check(value)) return
  const [issue] = validator.Errors(value)
  throw invalid(response, `does not fit: ${issue?.instancePath ?? ''} ${issue?.message ?? ''}`)
}

function invalid({ call, status }: HttpResponse, problem: string): CallError {
  return new CallError('invalid', { call, status, reason: `the response ${problem}` })
}

function refusalOf({ call, status, headers, raw }: HttpResponse): CallError {
  const json = parseStrictJson(raw)
  const failure: CallFailure = status >= 500 ? 'failed' : 'refused'
  const body = 'value' in json ? json.value : undefined
  return new CallError(failure, { call, status, body, retryAfter: parseRetryAfter(headers['retry-after']) })
}
