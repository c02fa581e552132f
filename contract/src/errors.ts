import { Type, type Static } from 'typebox'
import { ExpectedError } from './expected-error.ts'

/**
 * Every error code on any of our wires, with its HTTP status and the sentence a person can read.
 * One entry each in docs/errors.md; a test fails when one is missing.
 */
export const ERRORS = {
  VALIDATION_ERROR: [400, 'Invalid request payload'],
  AUTHENTICATION_REQUIRED: [401, 'Sign in to do this'],
  INVALID_CREDENTIALS: [401, 'E-mail or password is not right'],
  TOKEN_INVALID: [401, 'This access token is not valid'],
  TOKEN_EXPIRED: [401, 'This access token has expired'],
  API_KEY_INVALID: [401, 'This API key is not valid'],
  API_KEY_EXPIRED: [401, 'This API key has expired'],
  API_KEY_REVOKED: [401, 'This API key has been revoked'],
  SECOND_FACTOR_INVALID: [401, 'This code is not right'],
  PASSKEY_INVALID: [401, 'This passkey could not be used'],
  SERVICE_CREDENTIAL_REQUIRED: [401, 'A service credential is required'],
  SERVICE_CREDENTIAL_INVALID: [401, 'The service credential is not valid'],
  SIGNATURE_REQUIRED: [401, 'This call has to be signed'],
  SIGNATURE_INVALID: [401, 'The signature does not match'],
  SIGNATURE_EXPIRED: [401, 'The signature is too old or its clock is wrong'],
  NOT_A_MEMBER: [403, 'You are not a member of this account'],
  PERMISSION_DENIED: [403, 'You do not have the permission to do this'],
  SCOPE_MISSING: [403, 'This API key may not do this'],
  HTTPS_REQUIRED: [403, 'Use https for this address'],
  EMAIL_NOT_VERIFIED: [403, 'Confirm your e-mail address first'],
  INVITED_ANOTHER: [403, 'This invitation is for another e-mail address'],
  ORIGIN_NOT_ALLOWED: [403, 'Requests from this site are not allowed'],
  NOT_FOUND: [404, 'There is nothing here'],
  EVENT_NOT_FOUND: [404, 'This event does not exist'],
  ORGANISER_NOT_FOUND: [404, 'This organiser does not exist, or has no events'],
  MAILED_LINK_INVALID: [404, 'This link has been used, or it is too old'],
  MEMBER_NOT_FOUND: [404, 'This person is not a member of the account'],
  API_KEY_NOT_FOUND: [404, 'This API key does not exist'],
  ENDPOINT_NOT_FOUND: [404, 'This webhook endpoint or message does not exist'],
  PICTURE_NOT_FOUND: [404, 'This picture does not exist'],
  NOTHING_LINKED: [404, 'There are no tickets here yet'],
  SESSION_NOT_FOUND: [404, 'This session does not exist'],
  SESSION_EXPIRED: [404, 'This session has expired'],
  SESSION_ALREADY_USED: [404, 'This session has already been used'],
  SESSION_BROWSER_MISMATCH: [404, 'This session belongs to another browser'],
  SESSION_REVOKED: [404, 'This session has been revoked'],
  METHOD_NOT_ALLOWED: [405, 'This address does not take that method'],
  REQUEST_TIMEOUT: [408, 'This request took too long to arrive'],
  EMAIL_TAKEN: [409, 'There is already an account with this e-mail'],
  ALREADY_A_MEMBER: [409, 'This person is a member of the account already'],
  IDEMPOTENCY_IN_PROGRESS: [409, 'A call with this idempotency key is going on'],
  LINK_CONFLICT: [409, 'This event is already linked to other ticketing'],
  LOGIN_EXISTS: [409, 'This e-mail already has a login on the ticket system'],
  ACCOUNT_CONFLICT: [409, 'This account is linked to another ticket account'],
  PRECONDITION_FAILED: [412, 'This was changed by someone else meanwhile'],
  PAYLOAD_TOO_LARGE: [413, 'This request is too large'],
  UNSUPPORTED_MEDIA_TYPE: [415, 'This content type is not accepted'],
  MISDIRECTED_REQUEST: [421, 'This service does not answer at this address'],
  PICTURE_UNREADABLE: [422, 'This file is no picture that can be shown'],
  PICTURE_SIZE: [422, 'This picture is too small, too long and narrow, or has too many pixels'],
  PICTURE_GONE: [422, 'This picture is no longer stored: upload it again'],
  IDEMPOTENCY_KEY_REUSED: [422, 'This idempotency key belongs to another request'],
  ENDPOINT_ADDRESS: [422, 'Webhooks cannot be sent to this address'],
  BUSINESS_RULE: [422, 'This cannot be done as it stands'],
  SENT_IN_FUTURE: [422, 'This message was sent at a time that is still to come'],
  OWNER_NEEDED: [422, 'The account needs an owner: hand it over first'],
  UPSTREAM_REFUSED: [422, 'The ticket system refused this'],
  REGISTRATION_CLOSED: [422, 'The ticket system takes no new accounts'],
  RATE_LIMITED: [429, 'Too many requests; try again shortly'],
  HEADERS_TOO_LARGE: [431, 'The request headers are too large'],
  INTERNAL_ERROR: [500, 'Something failed on our side'],
  UPSTREAM_INVALID: [502, 'The ticket system gave an answer we do not understand'],
  SERVICE_UNAVAILABLE: [503, 'This service is not available right now'],
  UPSTREAM_BUSY: [503, 'The ticket system asks us to wait a moment'],
  UPSTREAM_UNAVAILABLE: [503, 'The ticket system is not available right now'],
  API_UNAVAILABLE: [503, 'Tuvens is not available right now'],
  UPSTREAM_TIMEOUT: [504, 'The ticket system is taking too long'],
} as const satisfies Record<string, readonly [status: number, message: string]>

/** One of the keys of {@link ERRORS}; stable, to be compared by programs. */
export type ErrorCode = keyof typeof ERRORS
/** All error codes, for schemas and tests. */
export const ERROR_CODES = Object.keys(ERRORS) as ErrorCode[]

/** A field of the request as the caller wrote it, and what is wrong with it. Never its value: it may be a secret. */
export type ErrorDetail = { field: string; message: string }

/** The error envelope of every service (spec 2.2). 5xx answers carry `code` and `requestId` but no `details`. */
export const ErrorBody = Type.Object({
  statusCode: Type.Integer(),
  timestamp: Type.String(),
  path: Type.String(),
  message: Type.String(),
  error: Type.String(),
  code: Type.Enum(ERROR_CODES),
  requestId: Type.String(),
  origin: Type.Object({
    message: Type.String(),
    code: Type.Enum(ERROR_CODES),
    details: Type.Array(Type.Object({ field: Type.String(), message: Type.String() })),
  }),
})
/** An error response as a caller reads it. */
export type ErrorBody = Static<typeof ErrorBody>

/** What an error says beside its code. `isRefusal`: a 5xx that a bound of ours causes, and no failure. */
export type ServiceErrorOptions = {
  message?: string
  details?: ErrorDetail[]
  retryAfter?: number
  cause?: unknown
  isRefusal?: boolean
}

/**
 * An expected refusal. Thrown inside a request, turned into the envelope by the service's error handler. A refusal of the
 * caller (4xx, or one of our bounds) has no stack trace.
 */
export class ServiceError extends ExpectedError {
  readonly code: ErrorCode
  readonly details: ErrorDetail[]
  /** Seconds, sent as `Retry-After`. */
  readonly retryAfter: number | undefined
  /** Something failed that an operator has to find: it is logged. A refusal that callers bring about at will is not. */
  readonly isFailure: boolean

  constructor(code: ErrorCode, options: ServiceErrorOptions = {}) {
    const isFailure = ERRORS[code][0] >= 500 && options.isRefusal !== true
    super(options.message ?? ERRORS[code][1], { cause: options.cause, needsStack: isFailure })
    this.isFailure = isFailure
    this.name = 'ServiceError'
    this.code = code
    this.details = options.details ?? []
    this.retryAfter = options.retryAfter
  }

  get statusCode(): number {
    return ERRORS[this.code][0]
  }
}

/** What an error response contains about its request. `timestamp` is RFC 3339. */
export type ErrorContext = { path: string; requestId: string; timestamp: string }

/** Builds the envelope. `path` must come without its query: a query can carry a token. */
export function errorBody(error: ServiceError, context: ErrorContext): ErrorBody {
  const status = error.statusCode
  const detail = error.details[0]?.message ?? error.message
  const message = status >= 500 ? ERRORS[error.code][1] : error.message
  return {
    statusCode: status,
    timestamp: context.timestamp,
    path: context.path,
    message,
    error: REASONS[status] ?? 'Error',
    code: error.code,
    requestId: context.requestId,
    origin: {
      message: status >= 500 ? message : detail,
      code: error.code,
      details: status >= 500 ? [] : error.details,
    },
  }
}

const REASONS: Record<number, string> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  408: 'Request Timeout',
  409: 'Conflict',
  412: 'Precondition Failed',
  413: 'Payload Too Large',
  415: 'Unsupported Media Type',
  421: 'Misdirected Request',
  422: 'Unprocessable Entity',
  429: 'Too Many Requests',
  431: 'Request Header Fields Too Large',
  500: 'Internal Server Error',
  502: 'Bad Gateway',
  503: 'Service Unavailable',
  504: 'Gateway Timeout',
}
