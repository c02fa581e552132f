import { HEADERS } from '../headers.ts'
import { TicketingReport } from '../report/report.ts'
import { KEY_ERRORS, ok, type Route, route } from '../routes/route.ts'
import * as platform from './platform.ts'

const ONCE = {
  [HEADERS.writeKey]:
    'A key of your own for this write: a repeat within 24 h gets the first response and does nothing',
}
const ONCE_ERRORS = ['IDEMPOTENCY_KEY_REUSED', 'IDEMPOTENCY_IN_PROGRESS'] as const
const REPLAYED = { 'idempotency-replayed': 'true: this is the response to an earlier call with the same key' }

/** What the servers of a platform with users and events of its own call, with an API key. */
export const PLATFORM_ROUTES = {
  listPlatformEvents: route('GET /api/platform/events', 'The events that have an id of the platform, paged', {
    auth: 'key',
    scopes: ['events:read', 'events:write'],
    query: platform.ListPlatformEventsQuery,
    success: ok(platform.PlatformEventList),
    errors: ['VALIDATION_ERROR', ...KEY_ERRORS],
    limit: 'platform',
  }),
  readPlatformEvent: route('GET /api/platform/events/:external_id', 'One event with its ticketing', {
    auth: 'key',
    scopes: ['events:read', 'events:write'],
    params: platform.ExternalEventParams,
    success: ok(platform.PlatformEvent),
    errors: ['VALIDATION_ERROR', ...KEY_ERRORS, 'EVENT_NOT_FOUND'],
    limit: 'platform',
  }),
  putPlatformEvent: route(
    'PUT /api/platform/events/:external_id',
    'Create or change an event by the id that the platform gives it; idempotent',
    {
      auth: 'key',
      scopes: ['events:write'],
      params: platform.ExternalEventParams,
      body: platform.PutPlatformEventRequest,
      success: { status: 200, canCreate: true, body: platform.PlatformEvent },
      headers: ONCE,
      successHeaders: REPLAYED,
      errors: ['VALIDATION_ERROR', ...KEY_ERRORS, 'PICTURE_GONE', 'BUSINESS_RULE', ...ONCE_ERRORS],
      limit: 'platform',
    },
  ),
  platformEventReport: route(
    'GET /api/platform/events/:external_id/report',
    'Why is ticketing not showing? The evidence of one event',
    {
      auth: 'key',
      scopes: ['reports:read'],
      params: platform.ExternalEventParams,
      success: ok(TicketingReport),
      errors: ['VALIDATION_ERROR', ...KEY_ERRORS, 'EVENT_NOT_FOUND'],
      limit: 'platform',
    },
  ),
  createPlatformSession: route(
    'POST /api/platform/sessions',
    'Enable ticketing for a user of the platform: a session for the browser that asked for it',
    {
      auth: 'key',
      scopes: ['sessions:create', 'sessions:view'],
      body: platform.CreatePlatformSessionRequest,
      success: { status: 201, body: platform.PlatformSession },
      headers: ONCE,
      successHeaders: REPLAYED,
      errors: [
        'VALIDATION_ERROR',
        ...KEY_ERRORS,
        'EVENT_NOT_FOUND',
        'NOT_A_MEMBER',
        'PERMISSION_DENIED',
        ...ONCE_ERRORS,
      ],
      limit: 'platform',
    },
  ),
} as const satisfies Record<string, Route>
