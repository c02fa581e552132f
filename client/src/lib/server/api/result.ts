import { ERRORS, ErrorBody, type ErrorCode, type ErrorDetail } from '@tuvens/contract'
import type { CallError } from '@tuvens/platform/http/call-error'
import { Check } from 'typebox/schema'

/** Why a call of the API failed. It is an expected outcome: returned, never thrown. */
export type ApiFailure = {
  status: number
  code: ErrorCode
  details: ErrorDetail[]
  retryAfterSeconds: number | null
  requestId: string | null
}

export type FailedCall = { ok: false; failure: ApiFailure }

export type ApiResult<T> = { ok: true; value: T; etag: string | null } | FailedCall

export function failureOf(code: ErrorCode, rest: Partial<ApiFailure> = {}): FailedCall {
  const failure = { status: ERRORS[code][0], code, details: [], retryAfterSeconds: null, requestId: null }
  return { ok: false, failure: { ...failure, ...rest } }
}

/** Reads a failed call. A response without the error envelope (a page of a proxy, say) is classified by its status alone. */
export function readFailure(error: CallError): FailedCall {
  const { body, status = 503, failure } = error
  const retryAfterSeconds = error.retryAfter ?? null
  if (Check(ErrorBody, body)) {
    const { code, requestId, origin } = body
    return failureOf(code, { status, details: origin.details, retryAfterSeconds, requestId })
  }
  const isUnexpected =
    failure === 'refused' || failure === 'too_large' || (failure === 'invalid' && status < 300)
  return failureOf(isUnexpected ? 'UPSTREAM_INVALID' : 'API_UNAVAILABLE', { retryAfterSeconds })
}
