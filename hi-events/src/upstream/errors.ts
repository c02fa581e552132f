import { type ErrorCode, ServiceError } from '@tuvens/contract'
import { CallError, type CallFailure } from '@tuvens/platform/http/call-error'
import type { Static } from 'typebox'
import { Check } from 'typebox/schema'
import { RefusalBody } from './answers.ts'

/** Why a call to the ticket system failed. */
export type UpstreamFailure =
  /** No connection, a closed one, or no response in time. Whether a write happened is unknown. */
  | 'unreachable'
  /** 5xx. Whether a write happened is unknown. */
  | 'failed'
  /** 429, or our own budget is spent: nothing was done. */
  | 'limited'
  /** Not sent: the breaker is open for some seconds. */
  | 'resting'
  /** 401: the login or its token is not accepted. */
  | 'unauthorised'
  /** 403. */
  | 'forbidden'
  /** 404. */
  | 'missing'
  /** 4xx with a reason. */
  | 'refused'
  /** A response that does not fit: HTML, a redirect, a wrong type, too large. */
  | 'invalid'

const CODES: Record<UpstreamFailure, ErrorCode> = {
  unreachable: 'UPSTREAM_UNAVAILABLE',
  failed: 'UPSTREAM_UNAVAILABLE',
  limited: 'UPSTREAM_BUSY',
  resting: 'UPSTREAM_UNAVAILABLE',
  unauthorised: 'UPSTREAM_REFUSED',
  forbidden: 'UPSTREAM_REFUSED',
  missing: 'UPSTREAM_REFUSED',
  refused: 'UPSTREAM_REFUSED',
  invalid: 'UPSTREAM_INVALID',
}

/** Details of a failed call. */
export type UpstreamErrorOptions = {
  /** `METHOD /path` of the call, without its query. */
  call: string
  status?: number
  /** The ticket system's error message, or what is wrong with its response. */
  sentence?: string
  /** Its reasons by field. */
  fields?: Record<string, string[]>
  /** Seconds. */
  retryAfter?: number
  cause?: unknown
}

/** A failed call to the ticket system; answered as UPSTREAM_REFUSED, UPSTREAM_INVALID, UPSTREAM_BUSY or UPSTREAM_UNAVAILABLE. */
export class UpstreamError extends ServiceError {
  readonly failure: UpstreamFailure
  readonly call: string
  readonly status: number | undefined
  readonly sentence: string | undefined
  readonly fields: Record<string, string[]>

  constructor(failure: UpstreamFailure, options: UpstreamErrorOptions) {
    const { call, status, sentence, fields = {}, retryAfter, cause } = options
    const unavailable = CODES[failure] === 'UPSTREAM_UNAVAILABLE' || CODES[failure] === 'UPSTREAM_BUSY'
    super(CODES[failure], {
      ...(sentence !== undefined && !unavailable && { message: sentence }),
      ...(unavailable && { retryAfter: retryAfter ?? 5 }),
      cause: cause ?? `${call}: ${failure} ${status ?? ''} ${sentence ?? ''}`,
    })
    this.name = 'UpstreamError'
    this.failure = failure
    this.call = call
    this.status = status
    this.sentence = sentence
    this.fields = fields
  }

  /** Whether the same call may succeed later. */
  get isPassing(): boolean {
    return this.isUncertain || this.failure === 'limited' || this.failure === 'resting'
  }

  /** Whether the call may have been carried out although it failed. */
  get isUncertain(): boolean {
    return this.failure === 'unreachable' || this.failure === 'failed' || this.failure === 'invalid'
  }
}

/** Whether `error` is a failed upstream call of one of these kinds. */
export function isUpstream(error: unknown, ...failures: UpstreamFailure[]): error is UpstreamError {
  return error instanceof UpstreamError && (failures.length === 0 || failures.includes(error.failure))
}

const FAILURES: Record<CallFailure, UpstreamFailure> = {
  unreachable: 'unreachable',
  timed_out: 'unreachable',
  refused: 'refused',
  failed: 'failed',
  invalid: 'invalid',
  too_large: 'invalid',
}
const FAILURES_OF_STATUS: Record<number, UpstreamFailure> = {
  401: 'unauthorised',
  403: 'forbidden',
  404: 'missing',
  429: 'limited',
}

/** A failed call as an UpstreamError, with the ticket system's own sentence. @throws what is not a failed call */
export function upstreamErrorOf(error: unknown): UpstreamError {
  if (error instanceof UpstreamError) return error
  if (!(error instanceof CallError)) throw error
  const { failure, call, status, retryAfter } = error
  const { message, errors } = Check(RefusalBody, error.body) ? error.body : NO_REFUSAL
  const sentence = message?.slice(0, 500) ?? error.reason
  return new UpstreamError(FAILURES_OF_STATUS[status ?? 0] ?? FAILURES[failure], {
    call,
    ...(status !== undefined && { status }),
    ...(sentence !== '' && { sentence }),
    ...(errors !== undefined && !Array.isArray(errors) && { fields: errors }),
    ...(retryAfter !== undefined && { retryAfter }),
    cause: error.cause ?? error,
  })
}

const NO_REFUSAL: Static<typeof RefusalBody> = {}
