import { Type } from 'typebox'
import { HEADERS } from '../headers.ts'
import { Id, STRICT } from '../ids.ts'
import * as report from '../report.ts'
import * as sessions from '../sessions.ts'
import * as webhooks from '../webhooks.ts'
import { LinkParams, type Route, SESSION_ERRORS, SIGNED_ERRORS, TOKEN_ERRORS } from './route.ts'

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
