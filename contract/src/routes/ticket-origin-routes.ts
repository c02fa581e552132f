import { Type } from 'typebox'
import * as edits from '../edits.ts'
import * as framing from '../embed/framing.ts'
import * as embed from '../embed/orders.ts'
import { HEADERS } from '../headers.ts'
import { STRICT } from '../ids.ts'
import { AccountParams } from '../people/team.ts'
import * as report from '../report/report.ts'
import * as landing from '../sessions/landing.ts'
import { EventSales } from '../sales/sales.ts'
import * as sessions from '../sessions/sessions.ts'
import * as webhooks from '../webhooks.ts'
import { OPERATOR_ROUTES } from './operator-routes.ts'
import {
  HTML,
  ok,
  PickerParams,
  type Route,
  route,
  SESSION_ERRORS,
  SIGNED_ERRORS,
  TOKEN_ERRORS,
  UPSTREAM_ERRORS,
  LinkParams,
} from './route.ts'

/**
 * The calls of the ticket origin that have schemas. Its other pages are listed in `hi-events/src/passthrough/policy/rules.ts`;
 * every other path is passed through to the ticket system.
 */
export const TICKET_ORIGIN_ROUTES = {
  landing: route('GET /auth/cross-app', 'H6: where an organiser lands; consumes nothing', {
    auth: 'none',
    success: HTML,
    errors: [],
  }),
  landingValidate: route('POST /api/auth/cross-app/validate', 'H7: consume the token, provision, sign in', {
    auth: 'none',
    body: landing.LandingValidateRequest,
    success: ok(landing.LandingValidateResponse),
    errors: [
      'VALIDATION_ERROR',
      'ORIGIN_NOT_ALLOWED',
      'RATE_LIMITED',
      ...SESSION_ERRORS,
      'PERMISSION_DENIED',
      'NOTHING_LINKED',
      'LINK_CONFLICT',
      'LOGIN_EXISTS',
      'REGISTRATION_CLOSED',
      'ACCOUNT_CONFLICT',
      ...UPSTREAM_ERRORS,
    ],
  }),
  landingStatus: route('GET /api/auth/cross-app/status', 'H7: whether the session is still valid', {
    auth: 'session',
    success: ok(landing.LandingStatusResponse),
    errors: ['VALIDATION_ERROR'],
  }),
  landingAccounts: route('GET /api/auth/cross-app/accounts', "H7: the session user's accounts", {
    auth: 'session',
    success: ok(sessions.UserAccounts),
    errors: ['AUTHENTICATION_REQUIRED', ...TOKEN_ERRORS, 'API_UNAVAILABLE'],
  }),
  landingPermission: route(
    'POST /api/auth/cross-app/validate-permission',
    'H7: whether the session has a permission',
    {
      auth: 'session',
      body: sessions.ValidatePermissionRequest,
      success: ok(sessions.ValidatePermissionResponse),
      errors: ['VALIDATION_ERROR', 'AUTHENTICATION_REQUIRED', ...TOKEN_ERRORS, 'API_UNAVAILABLE'],
    },
  ),
  linkReport: route(
    'GET /api/service/links/:event_id/report',
    "One link's way from the ticket system to the API, as the ticket origin sees it",
    {
      auth: 'signed',
      params: LinkParams,
      success: ok(report.LinkReport),
      headers: { [HEADERS.onBehalfOf]: 'The Tuvens user the API asks for' },
      errors: ['VALIDATION_ERROR', ...SIGNED_ERRORS],
    },
  ),
  linkSales: route('GET /api/service/links/:event_id/sales', 'How a linked event sells, by day', {
    auth: 'signed',
    params: LinkParams,
    success: ok(EventSales),
    headers: { [HEADERS.onBehalfOf]: 'The Tuvens user the API asks for' },
    errors: ['VALIDATION_ERROR', ...SIGNED_ERRORS, 'NOTHING_LINKED', 'UPSTREAM_UNAVAILABLE'],
  }),
  putDetails: route('PUT /api/service/links/:event_id/details', 'Details to carry to the ticket system', {
    auth: 'signed',
    params: LinkParams,
    body: edits.PutDetailsRequest,
    success: { status: 204 },
    errors: ['VALIDATION_ERROR', ...SIGNED_ERRORS, 'NOTHING_LINKED'],
  }),
  linkDifferences: route(
    'GET /api/service/links/:event_id/differences',
    'The fields that differ, read at this moment',
    {
      auth: 'signed',
      params: LinkParams,
      success: ok(edits.Differences),
      headers: { [HEADERS.onBehalfOf]: 'The Tuvens user the API asks for' },
      errors: ['VALIDATION_ERROR', ...SIGNED_ERRORS, 'NOTHING_LINKED', ...UPSTREAM_ERRORS],
    },
  ),
  accountLinkDifferences: route(
    'GET /api/service/accounts/:account_id/differences',
    'The linked events of an account, and in how many fields each differed when it was last compared',
    {
      auth: 'signed',
      params: AccountParams,
      success: ok(edits.EventsWithDifferences),
      headers: { [HEADERS.onBehalfOf]: 'The Tuvens user the API asks for' },
      errors: ['VALIDATION_ERROR', ...SIGNED_ERRORS],
    },
  ),
  linkCover: route('GET /api/service/links/:event_id/cover', 'The picture that the ticket system shows', {
    auth: 'signed',
    params: LinkParams,
    query: edits.CoverQuery,
    success: { status: 200, type: 'application/octet-stream' },
    headers: { [HEADERS.onBehalfOf]: 'The Tuvens user the API asks for' },
    errors: ['VALIDATION_ERROR', ...SIGNED_ERRORS, 'NOTHING_LINKED', 'PICTURE_NOT_FOUND', ...UPSTREAM_ERRORS],
  }),
  overwriteField: route(
    'POST /api/service/links/:event_id/differences',
    'Write our value of a field over the one an organiser has seen',
    {
      auth: 'signed',
      params: LinkParams,
      body: edits.OverwriteFieldRequest,
      success: ok(edits.Differences),
      headers: { [HEADERS.onBehalfOf]: 'The Tuvens user the API asks for' },
      errors: ['VALIDATION_ERROR', ...SIGNED_ERRORS, 'NOTHING_LINKED', ...UPSTREAM_ERRORS],
    },
  ),
  linkFraming: route(
    'GET /api/service/links/:event_id/framing',
    'The sites that may frame the tickets of a link',
    {
      auth: 'signed',
      params: LinkParams,
      success: ok(framing.Framing),
      headers: { [HEADERS.onBehalfOf]: 'The Tuvens user the API asks for' },
      errors: ['VALIDATION_ERROR', ...SIGNED_ERRORS, 'NOTHING_LINKED'],
    },
  ),
  putLinkFraming: route(
    'PUT /api/service/links/:event_id/framing',
    'Replace the sites that may frame the tickets of a link',
    {
      auth: 'signed',
      params: LinkParams,
      body: framing.PutFramingRequest,
      success: ok(framing.Framing),
      headers: { [HEADERS.onBehalfOf]: 'The Tuvens user the API asks for' },
      errors: ['VALIDATION_ERROR', ...SIGNED_ERRORS, 'NOTHING_LINKED'],
    },
  ),
  endLink: route(
    'DELETE /api/service/links/:event_id',
    'The event was unlinked: from the next request on no other site frames its tickets; idempotent',
    {
      auth: 'signed',
      params: LinkParams,
      success: { status: 204 },
      errors: ['VALIDATION_ERROR', ...SIGNED_ERRORS],
    },
  ),
  ...OPERATOR_ROUTES,
  nativeWebhook: route('POST /hooks/hi-events/:tenant', 'Where Hi.Events delivers its webhooks', {
    auth: 'native-webhook',
    params: Type.Object({ tenant: Type.String({ pattern: '^[A-Za-z0-9_-]{8,64}$' }) }, STRICT),
    body: webhooks.NativeWebhook,
    success: ok(webhooks.NativeWebhookResponse),
    errors: ['VALIDATION_ERROR', 'SIGNATURE_INVALID', 'NOT_FOUND'],
  }),
  picker: route('GET /embed/:hi_events_event_id', 'The ticket picker', {
    auth: 'none',
    params: PickerParams,
    success: HTML,
    errors: [],
  }),
  pickerOrder: route('POST /embed/:hi_events_event_id/order', 'Make the order; 303 to the checkout', {
    auth: 'none',
    params: PickerParams,
    success: { status: 303 },
    errors: [],
  }),
  pickerWaitingList: route(
    'POST /embed/:hi_events_event_id/waitlist',
    'Join the waiting list of a sold out price; the picker again, with the result in words',
    { auth: 'none', params: PickerParams, success: { ...HTML, status: 201 }, errors: [] },
  ),
  embeddedEvent: route(
    'GET /embed/event/:event_id/tickets',
    'The tickets of an event in each of its phases, for the pages that may frame them; stays up to date by itself',
    { auth: 'none', params: LinkParams, success: HTML, errors: [] },
  ),
  embeddedOrder: route(
    'POST /embed/event/:event_id/completed',
    'Whether an order is complete; `is_first` is true once for each order, so that its page reports it once',
    {
      auth: 'none',
      params: LinkParams,
      body: embed.CompletedOrderRequest,
      success: ok(embed.CompletedOrderResponse),
      errors: ['VALIDATION_ERROR', 'NOTHING_LINKED', 'RATE_LIMITED', ...UPSTREAM_ERRORS],
    },
  ),
} as const satisfies Record<string, Route>
