import { ERROR_CODES, type ErrorCode } from '@tuvens/contract'
import { Type } from 'typebox'
import { Check } from 'typebox/schema'

/** Why a call to another server gave nothing that can be used. */
export type CallFailure =
  /** No connection, or it was cut. Whether a write happened is unknown. */
  | 'unreachable'
  /** No complete response in time. Whether a write happened is unknown. */
  | 'timed_out'
  /** 4xx: nothing was done. */
  | 'refused'
  /** 5xx. Whether a write happened is unknown. */
  | 'failed'
  /** A response that does not fit: a redirect, no JSON, another shape. */
  | 'invalid'
  /** The response is larger than the caller reads. */
  | 'too_large'

/** What is known of a failed call. */
export type CallErrorOptions = {
  /** `METHOD /path` of the call, without its query: a query can carry a token. */
  call: string
  /** What is wrong with the response, for the log. */
  reason?: string
  /** Absent when no response came. */
  status?: number
  /** The parsed body of a 4xx or 5xx response; undefined when it is not JSON. */
  body?: unknown
  /** Seconds, from `Retry-After`. */
  retryAfter?: number | undefined
  cause?: unknown
}

const Coded = Type.Object({ code: Type.Enum(ERROR_CODES) })

/** A failed call to another server. The message holds no query, header or body. */
export class CallError extends Error {
  override readonly name = 'CallError'
  readonly failure: CallFailure
  readonly call: string
  readonly reason: string
  readonly status: number | undefined
  readonly body: unknown
  readonly retryAfter: number | undefined

  constructor(failure: CallFailure, options: CallErrorOptions) {
    const { call, reason = '', status, body, retryAfter, cause } = options
    super([`${call}: ${failure}`, status, reason].filter(Boolean).join(' '), { cause })
    this.failure = failure
    this.call = call
    this.reason = reason
    this.status = status
    this.body = body
    this.retryAfter = retryAfter
  }

  /** The code of our error envelope (spec 2.2), when the response had one. */
  get code(): ErrorCode | undefined {
    return Check(Coded, this.body) ? this.body.code : undefined
  }
}

const MAX_RETRY_AFTER_SECONDS = 600

/** A `Retry-After` in seconds, from 1 to 600; undefined when there is none that can be read. */
export function parseRetryAfter(header: unknown): number | undefined {
  if (typeof header !== 'string' || !/^\d{1,9}$/.test(header.trim())) return undefined
  return Math.min(MAX_RETRY_AFTER_SECONDS, Math.max(1, Number(header)))
}
