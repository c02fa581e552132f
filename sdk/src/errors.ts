import type { ErrorCode } from './generated.ts'

/** What went wrong without a response of the API: no connection, none in time, or one that is not the API's. */
export type LocalErrorCode = 'CONNECTION_FAILED' | 'TIMED_OUT' | 'INVALID_RESPONSE'

/** A field of the request, and what is wrong with it. */
export type ErrorDetail = { field: string; message: string }

export type TuvensErrorFields = {
  code: ErrorCode | LocalErrorCode
  message: string
  /** HTTP status; undefined without a response. */
  status?: number | undefined
  requestId?: string | undefined
  details?: readonly ErrorDetail[] | undefined
  /** Seconds that the API asks to wait. */
  retryAfter?: number | undefined
  cause?: unknown
}

/** A call that failed. Compare `code`; `message` is for people. Name `requestId` when you ask for help. */
export class TuvensError extends Error {
  override readonly name = 'TuvensError'
  readonly code: ErrorCode | LocalErrorCode
  readonly status: number | undefined
  readonly requestId: string | undefined
  readonly details: readonly ErrorDetail[]
  readonly retryAfter: number | undefined

  constructor({ code, message, status, requestId, details, retryAfter, cause }: TuvensErrorFields) {
    super(message, cause === undefined ? undefined : { cause })
    this.code = code
    this.status = status
    this.requestId = requestId
    this.details = details ?? []
    this.retryAfter = retryAfter
  }
}

/** The error that a response is. */
export async function errorOf(response: Response): Promise<TuvensError> {
  const body: unknown = await response.json().catch(() => undefined)
  const { code, message, requestId, origin } = Object(body) as Record<string, unknown>
  const details = (Object(origin) as { details?: ErrorDetail[] }).details
  return new TuvensError({
    code: typeof code === 'string' ? (code as ErrorCode) : 'INVALID_RESPONSE',
    message: typeof message === 'string' ? message : `The response has the status ${response.status}`,
    status: response.status,
    requestId:
      typeof requestId === 'string' ? requestId : (response.headers.get('x-request-id') ?? undefined),
    details,
    retryAfter: retryAfterOf(response.headers.get('retry-after')),
  })
}

/** `Retry-After` in seconds: a number or a date (RFC 9110 10.2.3). */
export function retryAfterOf(value: string | null, now = Date.now()): number | undefined {
  if (value === null) return undefined
  if (/^\d+$/.test(value)) return Number(value)
  const at = Date.parse(value)
  return Number.isNaN(at) ? undefined : Math.max(0, (at - now) / 1000)
}
