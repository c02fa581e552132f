import type { TSchema } from 'typebox'
import { Type } from 'typebox'
import * as accounts from './accounts.ts'
import type { ErrorCode } from './errors.ts'
import * as events from './events.ts'
import { HEADERS } from './headers.ts'
import { Id, STRICT } from './ids.ts'
import type { LimitName } from './limits.ts'
import * as report from './report.ts'
import * as sessions from './sessions.ts'
import * as stream from './stream.ts'
import * as webhooks from './webhooks.ts'

/** Who may call: see spec 2.1. `service` takes the plain or the signed form, `signed` only the signed one. */
export type RouteAuth =
  | 'none'
  | 'user'
  | 'service'
  | 'signed'
  | 'user-or-service'
  | 'user-or-signed'
  | 'webhook'
  | 'session'

export type Route = {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** Fastify's pattern; OpenAPI's `{name}` form is derived from it. */
  path: string
  summary: string
  auth: RouteAuth
  params?: TSchema
  query?: TSchema
  body?: TSchema
  /** Status and body of success; without `body` the answer has none or is not JSON. */
  success: { status: number; body?: TSchema; type?: string }
  errors: readonly ErrorCode[]
  limit?: LimitName
  /** Headers the call may carry besides its credential, and what each is for. */
  headers?: Readonly<Record<string, string>>
}

const EventParams = Type.Object({ id: Id }, STRICT)
const LinkParams = Type.Object({ event_id: Id }, STRICT)
const SESSION_ERRORS = [
  'SESSION_NOT_FOUND',
  'SESSION_EXPIRED',
  'SESSION_ALREADY_USED',
  'SESSION_REVOKED',
] as const
const TOKEN_ERRORS = ['SESSION_NOT_FOUND', 'SESSION_EXPIRED', 'SESSION_REVOKED'] as const
const USER_ERRORS = ['AUTHENTICATION_REQUIRED', 'TOKEN_INVALID', 'TOKEN_EXPIRED'] as const
const SIGNED_ERRORS = ['SIGNATURE_REQUIRED', 'SIGNATURE_INVALID', 'SIGNATURE_EXPIRED'] as const
const REPEATABLE = {
  [HEADERS.idempotencyKey]: 'Repeats the answer to the call that had the same key, for 30 s',
}
const SERVICE_ERRORS = [
  'SERVICE_CREDENTIAL_REQUIRED',
  'SERVICE_CREDENTIAL_INVALID',
  ...SIGNED_ERRORS,
] as const

/** The API's table of contents. Every route also answers 413, 415, 500 and 503 in the one envelope. */
export const API_ROUTES = {
  register: {
    method: 'POST',
    path: '/api/auth/register',
    summary: 'Make a user, an account and a session',
    auth: 'none',
    body: accounts.RegisterRequest,
    success: { status: 201, body: accounts.TokenPair },
    errors: ['VALIDATION_ERROR', 'EMAIL_TAKEN', 'RATE_LIMITED'],
    limit: 'register',
  },
  login: {
    method: 'POST',
    path: '/api/auth/login',
    summary: 'Sign in',
    auth: 'none',
    body: accounts.LoginRequest,
    success: { status: 200, body: accounts.TokenPair },
    errors: ['VALIDATION_ERROR', 'INVALID_CREDENTIALS', 'RATE_LIMITED'],
    limit: 'login',
  },
  refresh: {
    method: 'POST',
    path: '/api/auth/refresh',
    summary: 'Exchange a refresh token for a new pair',
    auth: 'none',
    body: accounts.RefreshRequest,
    success: { status: 200, body: accounts.TokenPair },
    errors: ['VALIDATION_ERROR', 'TOKEN_INVALID', 'TOKEN_EXPIRED'],
  },
  logout: {
    method: 'POST',
    path: '/api/auth/logout',
    summary: 'End a session; idempotent',
    auth: 'none',
    body: accounts.RefreshRequest,
    success: { status: 204 },
    errors: ['VALIDATION_ERROR'],
  },
  me: {
    method: 'GET',
    path: '/api/auth/me',
    summary: 'The signed-in user and their accounts',
    auth: 'user',
    success: { status: 200, body: accounts.Me },
    errors: USER_ERRORS,
  },
  jwks: {
    method: 'GET',
    path: '/.well-known/jwks.json',
    summary: 'Public keys of the access tokens (RFC 7517)',
    auth: 'none',
    success: {
      status: 200,
      body: Type.Object({ keys: Type.Array(Type.Record(Type.String(), Type.String())) }),
    },
    errors: [],
  },
  listEvents: {
    method: 'GET',
    path: '/api/events',
    summary: 'Events, cursor-paged',
    auth: 'none',
    query: events.ListEventsQuery,
    success: { status: 200, body: events.EventList },
    headers: { 'if-none-match': 'ETag of the list the caller has; 304 while it is the same' },
    errors: ['VALIDATION_ERROR'],
  },
  readEvent: {
    method: 'GET',
    path: '/api/events/:id',
    summary: 'One event; answers If-None-Match',
    auth: 'none',
    params: EventParams,
    success: { status: 200, body: events.TuvensEvent },
    headers: { 'if-none-match': 'ETag of the event the caller has; 304 while it is the same' },
    errors: ['VALIDATION_ERROR', 'EVENT_NOT_FOUND'],
  },
  createEvent: {
    method: 'POST',
    path: '/api/events',
    summary: 'Create an event',
    auth: 'user',
    body: events.CreateEventRequest,
    success: { status: 201, body: events.TuvensEvent },
    errors: ['VALIDATION_ERROR', ...USER_ERRORS, 'NOT_A_MEMBER', 'PERMISSION_DENIED', 'BUSINESS_RULE'],
  },
  updateEvent: {
    method: 'PATCH',
    path: '/api/events/:id',
    summary: 'Change an event; honours If-Match',
    auth: 'user',
    params: EventParams,
    body: events.UpdateEventRequest,
    success: { status: 200, body: events.TuvensEvent },
    headers: { 'if-match': 'ETag of the event the caller has seen' },
    errors: [
      'VALIDATION_ERROR',
      ...USER_ERRORS,
      'NOT_A_MEMBER',
      'PERMISSION_DENIED',
      'EVENT_NOT_FOUND',
      'PRECONDITION_FAILED',
      'BUSINESS_RULE',
    ],
  },
  ticketingReport: {
    method: 'GET',
    path: '/api/events/:id/ticketing-report',
    summary: 'Why is ticketing not showing? For who may manage it',
    auth: 'user',
    params: EventParams,
    success: { status: 200, body: report.TicketingReport },
    errors: [
      'VALIDATION_ERROR',
      ...USER_ERRORS,
      'NOT_A_MEMBER',
      'PERMISSION_DENIED',
      'EVENT_NOT_FOUND',
      'RATE_LIMITED',
    ],
    limit: 'report',
  },
  eventUpdates: {
    method: 'GET',
    path: '/api/events/updates',
    summary: 'Server-sent events: ticketing status changes',
    auth: 'none',
    query: stream.StreamQuery,
    success: { status: 200, type: 'text/event-stream' },
    headers: { 'last-event-id': 'Id of the last message received; the stream goes on from there' },
    errors: ['VALIDATION_ERROR'],
  },
  generateSession: {
    method: 'POST',
    path: '/api/cross-app/generate-session',
    summary: 'A1: mint a session token',
    auth: 'user',
    body: sessions.GenerateSessionRequest,
    success: { status: 200, body: sessions.GenerateSessionResponse },
    errors: [
      'VALIDATION_ERROR',
      ...USER_ERRORS,
      'NOT_A_MEMBER',
      'PERMISSION_DENIED',
      'EVENT_NOT_FOUND',
      'RATE_LIMITED',
    ],
    limit: 'generate',
  },
  validateSession: {
    method: 'POST',
    path: '/api/cross-app/validate-session',
    summary: 'A2: consume a session token, once',
    auth: 'service',
    body: sessions.ValidateSessionRequest,
    success: { status: 200, body: sessions.ValidatedSession },
    headers: REPEATABLE,
    errors: ['VALIDATION_ERROR', ...SERVICE_ERRORS, ...SESSION_ERRORS, 'RATE_LIMITED'],
    limit: 'validate',
  },
  validateCode: {
    method: 'POST',
    path: '/api/service/hi-events/session/validate',
    summary: 'A2 under its other name',
    auth: 'signed',
    body: sessions.ValidateCodeRequest,
    success: { status: 200, body: sessions.ValidatedSession },
    headers: REPEATABLE,
    errors: ['VALIDATION_ERROR', ...SIGNED_ERRORS, ...SESSION_ERRORS, 'RATE_LIMITED'],
    limit: 'validate',
  },
  userAccounts: {
    method: 'GET',
    path: '/api/cross-app/user-accounts',
    summary: 'A3: accounts, roles, permissions',
    auth: 'service',
    query: sessions.UserAccountsQuery,
    success: { status: 200, body: sessions.UserAccounts },
    headers: { [HEADERS.sessionToken]: 'The session token, in place of the query' },
    errors: ['VALIDATION_ERROR', ...SERVICE_ERRORS, ...TOKEN_ERRORS, 'RATE_LIMITED'],
    limit: 'userAccounts',
  },
  validatePermission: {
    method: 'POST',
    path: '/api/cross-app/validate-permission',
    summary: 'A4: may this session do that?',
    auth: 'service',
    body: sessions.ValidatePermissionRequest,
    success: { status: 200, body: sessions.ValidatePermissionResponse },
    errors: ['VALIDATION_ERROR', ...SERVICE_ERRORS, ...TOKEN_ERRORS, 'RATE_LIMITED'],
    limit: 'validatePermission',
  },
  revokeSession: {
    method: 'POST',
    path: '/api/cross-app/revoke-session',
    summary: 'Revoke a session token; idempotent',
    auth: 'user-or-service',
    body: sessions.RevokeSessionRequest,
    success: { status: 200, body: sessions.RevokeSessionResponse },
    errors: ['VALIDATION_ERROR', ...USER_ERRORS, ...SERVICE_ERRORS],
  },
  putLink: {
    method: 'PUT',
    path: '/api/cross-app/links/:event_id',
    summary: 'Tie an event to its Hi.Events event; idempotent',
    auth: 'signed',
    params: LinkParams,
    body: sessions.PutLinkRequest,
    success: { status: 200, body: sessions.LinkResponse },
    errors: [
      'VALIDATION_ERROR',
      ...SIGNED_ERRORS,
      ...TOKEN_ERRORS,
      'PERMISSION_DENIED',
      'EVENT_NOT_FOUND',
      'LINK_CONFLICT',
    ],
  },
  deleteLink: {
    method: 'DELETE',
    path: '/api/cross-app/links/:event_id',
    summary: 'Untie; status becomes none; idempotent',
    auth: 'user-or-signed',
    params: LinkParams,
    success: { status: 200, body: sessions.LinkResponse },
    headers: { [HEADERS.onBehalfOf]: 'The Tuvens user a service acts for' },
    errors: [
      'VALIDATION_ERROR',
      ...USER_ERRORS,
      ...SIGNED_ERRORS,
      'NOT_A_MEMBER',
      'PERMISSION_DENIED',
      'EVENT_NOT_FOUND',
    ],
  },
  statusWebhook: {
    method: 'POST',
    path: '/api/webhooks/hi-events/event-status-changed',
    summary: 'A5: a Hi.Events event changed status',
    auth: 'webhook',
    body: webhooks.StatusWebhook,
    success: { status: 200, body: webhooks.StatusWebhookResponse },
    errors: [
      'VALIDATION_ERROR',
      'SIGNATURE_REQUIRED',
      'SIGNATURE_INVALID',
      'SIGNATURE_EXPIRED',
      'EVENT_NOT_FOUND',
      'LINK_CONFLICT',
      'RATE_LIMITED',
    ],
    limit: 'statusWebhook',
  },
} as const satisfies Record<string, Route>

/** What the ticket origin answers itself; everything else there is passed through to the ticket system. */
export const TICKET_ORIGIN_ROUTES = {
  landing: {
    method: 'GET',
    path: '/auth/cross-app',
    summary: 'H6: where an organiser lands; consumes nothing',
    auth: 'none',
    success: { status: 200, type: 'text/html' },
    errors: [],
  },
  landingValidate: {
    method: 'POST',
    path: '/api/auth/cross-app/validate',
    summary: 'H7: consume the token, provision, sign in',
    auth: 'none',
    body: sessions.LandingValidateRequest,
    success: { status: 200, body: sessions.LandingValidateResponse },
    errors: [
      'VALIDATION_ERROR',
      'ORIGIN_NOT_ALLOWED',
      'RATE_LIMITED',
      ...SESSION_ERRORS,
      'PERMISSION_DENIED',
      'LINK_CONFLICT',
      'LOGIN_EXISTS',
      'OTHER_USER_SIGNED_IN',
      'ACCOUNT_CONFLICT',
      'UPSTREAM_REFUSED',
      'UPSTREAM_INVALID',
      'UPSTREAM_BUSY',
      'UPSTREAM_UNAVAILABLE',
      'API_UNAVAILABLE',
    ],
  },
  landingStatus: {
    method: 'GET',
    path: '/api/auth/cross-app/status',
    summary: 'H7: is this session still good?',
    auth: 'session',
    success: { status: 200, body: sessions.LandingStatusResponse },
    errors: ['VALIDATION_ERROR'],
  },
  landingAccounts: {
    method: 'GET',
    path: '/api/auth/cross-app/accounts',
    summary: "H7: the session user's accounts",
    auth: 'session',
    success: { status: 200, body: sessions.UserAccounts },
    errors: ['AUTHENTICATION_REQUIRED', ...TOKEN_ERRORS, 'API_UNAVAILABLE'],
  },
  landingPermission: {
    method: 'POST',
    path: '/api/auth/cross-app/validate-permission',
    summary: 'H7: may this session do that?',
    auth: 'session',
    body: sessions.ValidatePermissionRequest,
    success: { status: 200, body: sessions.ValidatePermissionResponse },
    errors: ['VALIDATION_ERROR', 'AUTHENTICATION_REQUIRED', ...TOKEN_ERRORS, 'API_UNAVAILABLE'],
  },
  linkReport: {
    method: 'GET',
    path: '/api/service/links/:event_id/report',
    summary: "One link's way from the ticket system to the API, as the ticket origin sees it",
    auth: 'signed',
    params: LinkParams,
    success: { status: 200, body: report.LinkReport },
    headers: { [HEADERS.onBehalfOf]: 'The Tuvens user the API asks for' },
    errors: ['VALIDATION_ERROR', ...SIGNED_ERRORS],
  },
  nativeWebhook: {
    method: 'POST',
    path: '/hooks/hi-events/:tenant',
    summary: 'Where Hi.Events delivers its webhooks',
    auth: 'webhook',
    params: Type.Object({ tenant: Type.String({ pattern: '^[A-Za-z0-9_-]{8,64}$' }) }, STRICT),
    body: webhooks.NativeWebhook,
    success: { status: 200, body: Type.Object({ received: Type.Literal(true) }) },
    errors: ['VALIDATION_ERROR', 'SIGNATURE_INVALID', 'NOT_FOUND'],
  },
  picker: {
    method: 'GET',
    path: '/embed/:hi_events_event_id',
    summary: 'The ticket picker',
    auth: 'none',
    params: Type.Object({ hi_events_event_id: Id }, STRICT),
    success: { status: 200, type: 'text/html' },
    errors: [],
  },
  pickerOrder: {
    method: 'POST',
    path: '/embed/:hi_events_event_id/order',
    summary: 'Make the order; 303 to the checkout',
    auth: 'none',
    params: Type.Object({ hi_events_event_id: Id }, STRICT),
    success: { status: 303 },
    errors: [],
  },
  pickerWaitingList: {
    method: 'POST',
    path: '/embed/:hi_events_event_id/waitlist',
    summary: 'Join the waiting list of a sold out price; the picker again, with the answer in words',
    auth: 'none',
    params: Type.Object({ hi_events_event_id: Id }, STRICT),
    success: { status: 201, type: 'text/html' },
    errors: [],
  },
} as const satisfies Record<string, Route>
