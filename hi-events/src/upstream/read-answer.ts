import { ServiceError } from '@tuvens/contract'
import { parseJsonBody } from '@tuvens/platform/json-body'
import { Compile } from 'typebox/compile'
import type { Static, TSchema } from 'typebox'
import type { Dispatcher } from 'undici'
import { Refusal } from './answers.ts'
import type { UpstreamAnswer, UpstreamCall } from './call.ts'
import { UpstreamError, type UpstreamFailure } from './errors.ts'

/** What came back, before anything of it is believed. */
export type RawAnswer = { status: number; headers: Dispatcher.ResponseData['headers']; body: Buffer }

/**
 * An answer that fits its schema.
 *
 * @throws UpstreamError with the ticket system's own words for a refusal, with the field or the reason for what does not fit
 */
export function readAnswer<S extends TSchema>(
  call: UpstreamCall<S>,
  raw: RawAnswer,
): UpstreamAnswer<Static<S>> {
  const { status, headers } = raw
  if (status < 200 || status > 299) throw refusal(call, raw)
  const body = call.answer === undefined ? undefined : check(call, call.answer, parse(call, raw))
  return { status, headers, body: body as Static<S> }
}

/** Without the query: it can carry a code or a session. */
export function nameOf(call: UpstreamCall<TSchema>): string {
  return `${call.method} ${call.path.split('?', 1)[0]}`
}

/** An answer that does not fit, and why. */
export function invalid(call: UpstreamCall<TSchema>, sentence: string, cause?: unknown): UpstreamError {
  return new UpstreamError('invalid', { call: nameOf(call), sentence, cause })
}

/** As strict as for what strangers send: valid UTF-8, no NUL, no deep nesting, no `__proto__`. */
function parse(call: UpstreamCall<TSchema>, { headers, body }: RawAnswer): unknown {
  const type = String(headers['content-type'] ?? 'no type')
  if (!/\bjson\b/i.test(type)) throw invalid(call, `the answer is ${type.slice(0, 50)}, not JSON`)
  try {
    return parseJsonBody(body)
  } catch (cause) {
    const [reason] = cause instanceof ServiceError ? cause.details : []
    const sentence = reason?.message.replace('The body', 'the answer')
    throw invalid(call, sentence ?? 'the answer is not valid JSON', cause)
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

function refusal(call: UpstreamCall<TSchema>, { status, headers, body }: RawAnswer): UpstreamError {
  if (status < 400) return invalid(call, `the answer leads elsewhere (${status}), which is not followed`)
  const failure = FAILURES[status] ?? (status >= 500 ? 'failed' : 'refused')
  const { message, errors } = readRefusal(body)
  const retryAfter = secondsOf(headers['retry-after'])
  return new UpstreamError(failure, {
    call: nameOf(call),
    status,
    ...(message !== undefined && { sentence: message.slice(0, 500) }),
    ...(errors !== undefined && !Array.isArray(errors) && { fields: errors as Record<string, string[]> }),
    ...(retryAfter !== null && { retryAfter }),
  })
}

const refusals = Compile(Refusal)

function readRefusal(raw: Buffer): Static<typeof Refusal> {
  try {
    const body = parseJsonBody(raw)
    return refusals.Check(body) ? body : {}
  } catch {
    return {}
  }
}

const MAX_SECONDS = 600

function secondsOf(header: unknown): number | null {
  if (typeof header !== 'string' || !/^\d{1,9}$/.test(header.trim())) return null
  return Math.min(MAX_SECONDS, Math.max(1, Number(header)))
}
