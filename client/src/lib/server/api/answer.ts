import { ERRORS, ErrorBody, type ErrorCode, type ErrorDetail } from '@tuvens/contract'
import { Check } from 'typebox/schema'

/** Why the API did not do what was asked. An expected outcome: returned, never thrown. */
export type Failure = {
  status: number
  code: ErrorCode
  details: ErrorDetail[]
  /** Seconds until asking again makes sense. */
  retryAfter: number | null
  requestId: string | null
}

export type Answer<T> = { ok: true; value: T; etag: string | null } | { ok: false; failure: Failure }

export function failureOf(code: ErrorCode, rest: Partial<Failure> = {}): { ok: false; failure: Failure } {
  const failure = { status: ERRORS[code][0], code, details: [], retryAfter: null, requestId: null, ...rest }
  return { ok: false, failure }
}

/** The failure an answer of the API tells of; one without our envelope (a proxy's page) is told by its status alone. */
export function readFailure(response: Response, body: unknown): { ok: false; failure: Failure } {
  const retryAfter = Number(response.headers.get('retry-after')) || null
  if (Check(ErrorBody, body)) {
    const { code, requestId, origin } = body
    return failureOf(code, { status: response.status, details: origin.details, retryAfter, requestId })
  }
  return failureOf(response.status >= 500 ? 'API_UNAVAILABLE' : 'UPSTREAM_INVALID', { retryAfter })
}
