import { type ErrorCode, type Route, ServiceError } from '@tuvens/contract'
import { signRequest } from '@tuvens/contract/signatures'
import { createHttpCaller } from '@tuvens/platform/http/call'
import { CallError } from '@tuvens/platform/http/call-error'
import type { SecretList } from '@tuvens/platform/config'
import { callOf, type RouteInput, type RouteSuccess } from '@tuvens/platform/http/route'
import type { Static } from 'typebox'

/** Signed calls to the Tuvens API (spec 2.1). */
export type ApiCaller = {
  /** @throws ServiceError the API's own code for a refusal, API_UNAVAILABLE for everything else */
  call: <R extends Route>(route: R, input: RouteInput<R>) => Promise<Static<RouteSuccess<R>>>
  close: () => Promise<void>
}

/** `now` returns milliseconds. */
export type ApiCallerOptions = {
  baseUrl: string
  secrets: SecretList
  now: () => number
  sleep: (ms: number) => Promise<void>
}

/** The API accepts a repeated validation within 30 s: three attempts of 4 s and these pauses take less. */
const TIMEOUT_MS = 4_000
const PAUSES_MS = [100, 600]
const RETRY_AFTER_SECONDS = 3

/** Each attempt has its own signature. Every call may be repeated: all routes in use are idempotent or carry a key. */
export function createApiCaller({ baseUrl, secrets, now, sleep }: ApiCallerOptions): ApiCaller {
  const http = createHttpCaller({
    target: 'api',
    baseUrl,
    sleep,
    timeoutMs: TIMEOUT_MS,
    connectTimeoutMs: 2_000,
    sign: (attempt) => signRequest(secrets, attempt, now()),
    retry: (error, attempt) => (refusalCodeOf(error) === undefined ? (PAUSES_MS[attempt - 1] ?? null) : null),
  })
  return {
    call: async (route, input) => {
      try {
        const { body } = await http.call({ ...callOf(route, input), isRepeatable: true })
        return body
      } catch (error) {
        throw toServiceError(error)
      }
    },
    close: http.close,
  }
}

/** Codes about the service's own credential: an organiser sees that the API is unavailable, and the log has the cause. */
const OWN_CREDENTIAL_CODES: ReadonlySet<ErrorCode> = new Set([
  'SERVICE_CREDENTIAL_REQUIRED',
  'SERVICE_CREDENTIAL_INVALID',
  'SIGNATURE_REQUIRED',
  'SIGNATURE_INVALID',
  'SIGNATURE_EXPIRED',
  'RATE_LIMITED',
])

function refusalCodeOf(error: unknown): ErrorCode | undefined {
  if (!(error instanceof CallError) || error.failure !== 'refused') return undefined
  return error.code !== undefined && OWN_CREDENTIAL_CODES.has(error.code) ? undefined : error.code
}

function toServiceError(cause: unknown): ServiceError {
  const code = refusalCodeOf(cause)
  if (code !== undefined) return new ServiceError(code)
  return new ServiceError('API_UNAVAILABLE', { retryAfter: RETRY_AFTER_SECONDS, cause })
}
