import * as accounts from '../people/accounts.ts'
import { BEACON_ROUTES } from '../beacons/beacon-routes.ts'
import { COMPLAINT_ROUTES } from '../complaints/complaint-routes.ts'
import * as edits from '../edits.ts'
import { FLAG_ROUTES } from '../flags/flag-routes.ts'
import { HEADERS } from '../headers.ts'
import { PEOPLE_ROUTES } from '../people/people-routes.ts'
import { EVENT_ROUTES } from './event-routes.ts'
import { DIFFERENCE_ERRORS, FRAMING_ROUTES } from './framing-routes.ts'
import { PICTURE_ROUTES } from './picture-routes.ts'
import * as report from '../report/report.ts'
import {
  EventParams,
  LinkParams,
  MEMBER_ERRORS,
  ok,
  type Route,
  route,
  SERVICE_ERRORS,
  SESSION_ERRORS,
  SIGNED_ERRORS,
  TOKEN_ERRORS,
  USER_ERRORS,
} from './route.ts'
import { LoginResponse } from '../people/sign-in.ts'
import { AccountParams } from '../people/team.ts'
import * as links from '../sessions/links.ts'
import * as sessions from '../sessions/sessions.ts'
import * as stream from '../stream.ts'
import * as webhooks from '../webhooks.ts'

const REPEATABLE = {
  [HEADERS.idempotencyKey]: 'Repeats the response of the call that had the same key, for 30 s',
}

/** Every call of the API (spec 2). Each can also fail with 413, 415, 500 and 503 in the one error envelope. */
export const API_ROUTES = {
  register: route('POST /api/auth/register', 'Create a user and an account; returns a token pair', {
    auth: 'none',
    body: accounts.RegisterRequest,
    success: { status: 201, body: accounts.TokenPair },
    errors: ['VALIDATION_ERROR', 'EMAIL_TAKEN', 'RATE_LIMITED'],
    limit: 'register',
  }),
  login: route('POST /api/auth/login', 'Sign in', {
    auth: 'none',
    body: accounts.LoginRequest,
    success: ok(LoginResponse),
    errors: ['VALIDATION_ERROR', 'INVALID_CREDENTIALS', 'RATE_LIMITED'],
    limit: 'login',
  }),
  refresh: route('POST /api/auth/refresh', 'Exchange a refresh token for a new pair', {
    auth: 'none',
    body: accounts.RefreshRequest,
    success: ok(accounts.TokenPair),
    errors: ['VALIDATION_ERROR', 'TOKEN_INVALID', 'TOKEN_EXPIRED', 'RATE_LIMITED'],
    limit: 'refresh',
  }),
  logout: route('POST /api/auth/logout', 'Revoke a refresh token; idempotent', {
    auth: 'none',
    body: accounts.RefreshRequest,
    success: { status: 204 },
    errors: ['VALIDATION_ERROR', 'RATE_LIMITED'],
    limit: 'refresh',
  }),
  ...PEOPLE_ROUTES,
  ...PICTURE_ROUTES,
  ...BEACON_ROUTES,
  ...COMPLAINT_ROUTES,
  me: route('GET /api/auth/me', 'The signed-in user and their accounts', {
    auth: 'user',
    success: ok(accounts.CurrentUser),
    errors: USER_ERRORS,
  }),
  jwks: route('GET /.well-known/jwks.json', 'Public keys of the access tokens (RFC 7517)', {
    auth: 'none',
    success: ok(accounts.Jwks),
    errors: [],
  }),
  ...EVENT_ROUTES,
  ticketingReport: route(
    'GET /api/events/:id/ticketing-report',
    'Why is ticketing not showing? For people who may manage it',
    {
      auth: 'user',
      params: EventParams,
      success: ok(report.TicketingReport),
      errors: ['VALIDATION_ERROR', ...USER_ERRORS, ...MEMBER_ERRORS, 'EVENT_NOT_FOUND', 'RATE_LIMITED'],
      limit: 'report',
    },
  ),
  eventDifferences: route(
    'GET /api/events/:id/differences',
    'Where the ticket system does not show what the event says. For people who may manage ticketing',
    {
      auth: 'user',
      params: EventParams,
      success: ok(edits.Differences),
      errors: DIFFERENCE_ERRORS,
      limit: 'report',
    },
  ),
  accountDifferences: route(
    'GET /api/accounts/:account_id/differences',
    'In how many fields the tickets of the events of an account say something else. For people who may manage ticketing',
    {
      auth: 'user',
      params: AccountParams,
      success: ok(edits.EventsWithDifferences),
      errors: ['VALIDATION_ERROR', ...USER_ERRORS, ...MEMBER_ERRORS, 'UPSTREAM_UNAVAILABLE'],
    },
  ),
  eventCover: route('GET /api/events/:id/cover', 'The picture of a difference as the ticket system has it', {
    auth: 'user',
    params: EventParams,
    query: edits.CoverQuery,
    success: { status: 200, type: 'image/jpeg' },
    errors: [...DIFFERENCE_ERRORS, 'PICTURE_NOT_FOUND', 'PICTURE_UNREADABLE', 'PICTURE_SIZE'],
    limit: 'report',
  }),
  settleDifference: route('POST /api/events/:id/differences', 'Choose one of the two values of a field', {
    auth: 'user',
    params: EventParams,
    body: edits.SettleDifferenceRequest,
    success: ok(edits.Differences),
    errors: [...DIFFERENCE_ERRORS, 'PICTURE_UNREADABLE', 'PICTURE_SIZE', 'BUSINESS_RULE'],
    limit: 'report',
  }),
  ...FRAMING_ROUTES,
  eventUpdates: route('GET /api/events/updates', 'Server-sent events: ticketing status changes', {
    auth: 'none',
    query: stream.StreamQuery,
    success: { status: 200, type: 'text/event-stream' },
    headers: { 'last-event-id': 'Id of the last message received; the stream continues after it' },
    errors: ['VALIDATION_ERROR'],
  }),
  readTicketing: route('GET /api/events/ticketing', 'Ticketing of events, for pages without a stream', {
    auth: 'none',
    query: stream.TicketingQuery,
    success: ok(stream.TicketingStates),
    errors: ['VALIDATION_ERROR'],
  }),
  generateSession: route('POST /api/cross-app/generate-session', 'A1: issue a session token', {
    auth: 'user',
    body: sessions.GenerateSessionRequest,
    success: ok(sessions.GenerateSessionResponse),
    errors: ['VALIDATION_ERROR', ...USER_ERRORS, ...MEMBER_ERRORS, 'EVENT_NOT_FOUND', 'RATE_LIMITED'],
    limit: 'generate',
  }),
  validateSession: route('POST /api/cross-app/validate-session', 'A2: consume a session token, once', {
    auth: 'service',
    body: sessions.ValidateSessionRequest,
    success: ok(sessions.ValidatedSession),
    headers: REPEATABLE,
    errors: ['VALIDATION_ERROR', ...SERVICE_ERRORS, ...SESSION_ERRORS, 'RATE_LIMITED'],
    limit: 'validate',
  }),
  validateCode: route('POST /api/service/hi-events/session/validate', 'A2 under its other name', {
    auth: 'signed',
    body: sessions.ValidateCodeRequest,
    success: ok(sessions.ValidatedSession),
    headers: REPEATABLE,
    errors: ['VALIDATION_ERROR', ...SIGNED_ERRORS, ...SESSION_ERRORS, 'RATE_LIMITED'],
    limit: 'validate',
  }),
  userAccounts: route('GET /api/cross-app/user-accounts', 'A3: accounts, roles, permissions', {
    auth: 'service',
    query: sessions.UserAccountsQuery,
    success: ok(sessions.UserAccounts),
    headers: { [HEADERS.sessionToken]: 'The session token, in place of the query' },
    errors: ['VALIDATION_ERROR', ...SERVICE_ERRORS, ...TOKEN_ERRORS, 'RATE_LIMITED'],
    limit: 'userAccounts',
  }),
  validatePermission: route(
    'POST /api/cross-app/validate-permission',
    'A4: whether the session has a permission',
    {
      auth: 'service',
      body: sessions.ValidatePermissionRequest,
      success: ok(sessions.ValidatePermissionResponse),
      errors: ['VALIDATION_ERROR', ...SERVICE_ERRORS, ...TOKEN_ERRORS, 'RATE_LIMITED'],
      limit: 'validatePermission',
    },
  ),
  sessionStatus: route('POST /api/cross-app/session-status', 'Which validated sessions still give rights', {
    auth: 'signed',
    body: sessions.SessionStatusRequest,
    success: ok(sessions.SessionStatusResponse),
    errors: ['VALIDATION_ERROR', ...SIGNED_ERRORS],
  }),
  revokeSession: route('POST /api/cross-app/revoke-session', 'Revoke a session token; idempotent', {
    auth: 'user-or-service',
    body: sessions.RevokeSessionRequest,
    success: ok(sessions.RevokeSessionResponse),
    errors: ['VALIDATION_ERROR', ...USER_ERRORS, ...SERVICE_ERRORS],
  }),
  listLinks: route('GET /api/cross-app/links', 'All links, with the details of their events', {
    auth: 'signed',
    query: links.ListLinksQuery,
    success: ok(links.ListLinksResponse),
    errors: ['VALIDATION_ERROR', ...SIGNED_ERRORS],
  }),
  putLink: route('PUT /api/cross-app/links/:event_id', 'Link an event to its Hi.Events event; idempotent', {
    auth: 'signed',
    params: LinkParams,
    body: links.PutLinkRequest,
    success: ok(links.LinkResponse),
    errors: [
      'VALIDATION_ERROR',
      ...SIGNED_ERRORS,
      ...TOKEN_ERRORS,
      'PERMISSION_DENIED',
      'EVENT_NOT_FOUND',
      'LINK_CONFLICT',
    ],
  }),
  deleteLink: route('DELETE /api/cross-app/links/:event_id', 'Unlink; status becomes none; idempotent', {
    auth: 'user-or-signed',
    params: LinkParams,
    success: ok(links.LinkResponse),
    headers: { [HEADERS.onBehalfOf]: 'The Tuvens user a service acts for' },
    errors: ['VALIDATION_ERROR', ...USER_ERRORS, ...SIGNED_ERRORS, ...MEMBER_ERRORS, 'EVENT_NOT_FOUND'],
  }),
  ...FLAG_ROUTES,
  statusWebhook: route(
    'POST /api/webhooks/hi-events/event-status-changed',
    'A5: a Hi.Events event changed status',
    {
      auth: 'webhook',
      body: webhooks.StatusWebhook,
      success: ok(webhooks.StatusWebhookResponse),
      successHeaders: {
        [HEADERS.newestSentAt]:
          'Only when a report of the same pair with a later event_sent_at was applied before, so that this one has no effect: that time',
      },
      errors: [
        'VALIDATION_ERROR',
        ...SIGNED_ERRORS,
        'EVENT_NOT_FOUND',
        'LINK_CONFLICT',
        'SENT_IN_FUTURE',
        'RATE_LIMITED',
      ],
      limit: 'statusWebhook',
    },
  ),
  statusWebhooks: route(
    'POST /api/webhooks/hi-events/event-statuses-changed',
    'Several status webhooks in one call; counts as one',
    {
      auth: 'signed',
      body: webhooks.StatusWebhooks,
      success: ok(webhooks.StatusWebhooksResponse),
      errors: ['VALIDATION_ERROR', ...SIGNED_ERRORS, 'RATE_LIMITED'],
      limit: 'statusWebhook',
    },
  ),
} as const satisfies Record<string, Route>
