import { type ErrorCode, ServiceError } from '@tuvens/contract'

/** What went wrong with a call to the ticket system. */
export type UpstreamFailure =
  /** No connection, cut off, or too slow. Whether a write happened is unknown. */
  | 'unreachable'
  /** 5xx. Whether a write happened is unknown. */
  | 'failed'
  /** 429, or our own budget is spent: nothing was done. */
  | 'limited'
  /** Not asked at all: it has not been answering, and is left alone for some seconds. */
  | 'resting'
  /** 401: the login or its token is not accepted. */
  | 'unauthorised'
  /** 403. */
  | 'forbidden'
  /** 404. */
  | 'missing'
  /** 4xx with a reason. */
  | 'refused'
  /** An answer that does not fit: HTML, a redirect, a wrong type, too large. */
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

/** What is known of a failed call. */
export type UpstreamErrorOptions = {
  /** `METHOD /path` of the call, without its query. */
  call: string
  status?: number
  /** The ticket system's own sentence. */
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
      cause: cause ?? new TypeError(`${call}: ${failure} ${status ?? ''} ${sentence ?? ''}`),
    })
    this.name = 'UpstreamError'
    this.failure = failure
    this.call = call
    this.status = status
    this.sentence = sentence
    this.fields = fields
  }

  /** Whether the same call may be taken later: nothing was said against it. */
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
