import * as events from '../events.ts'
import { AccountParams } from '../people/team.ts'
import { EventSales } from '../sales/sales.ts'
import { DIFFERENCE_ERRORS } from './framing-routes.ts'
import { EventParams, MEMBER_ERRORS, ok, type Route, route, USER_ERRORS } from './route.ts'

/** The calls about events and those who organise them, for readers and for organisers. */
export const EVENT_ROUTES = {
  listEvents: route('GET /api/events', 'Events, cursor-paged', {
    auth: 'none',
    query: events.ListEventsQuery,
    success: ok(events.EventList),
    headers: { 'if-none-match': 'ETag of the list the caller has; 304 while it is the same' },
    errors: ['VALIDATION_ERROR'],
  }),
  eventIndex: route('GET /api/events/index', 'Ids of all events, in pages that do not move: for sitemaps', {
    auth: 'none',
    query: events.EventIndexQuery,
    success: ok(events.EventIndex),
    headers: { 'if-none-match': 'ETag of the page the caller has; 304 while it is the same' },
    errors: ['VALIDATION_ERROR'],
  }),
  listCities: route('GET /api/events/cities', 'The cities of the next events', {
    auth: 'none',
    success: ok(events.CityList),
    headers: { 'if-none-match': 'ETag of the list the caller has; 304 while it is the same' },
    errors: [],
  }),
  relatedEvents: route('GET /api/events/:id/related', 'Events of the same organiser, city or category', {
    auth: 'none',
    params: EventParams,
    success: ok(events.RelatedEvents),
    headers: { 'if-none-match': 'ETag of the list the caller has; 304 while it is the same' },
    errors: ['VALIDATION_ERROR'],
  }),
  readOrganiser: route(
    'GET /api/organisers/:account_id',
    'The organiser of events, as every reader sees it',
    {
      auth: 'none',
      params: AccountParams,
      success: ok(events.PublicOrganiser),
      headers: { 'if-none-match': 'ETag of the organiser the caller has; 304 while it is the same' },
      errors: ['VALIDATION_ERROR', 'ORGANISER_NOT_FOUND'],
    },
  ),
  readEvent: route('GET /api/events/:id', 'One event; answers If-None-Match', {
    auth: 'none',
    params: EventParams,
    success: ok(events.TuvensEvent),
    headers: { 'if-none-match': 'ETag of the event the caller has; 304 while it is the same' },
    errors: ['VALIDATION_ERROR', 'EVENT_NOT_FOUND'],
  }),
  eventSales: route(
    'GET /api/events/:id/sales',
    'How an event sells, by day. For people who may view reports',
    {
      auth: 'user',
      params: EventParams,
      success: ok(EventSales),
      errors: DIFFERENCE_ERRORS,
      limit: 'report',
    },
  ),
  createEvent: route('POST /api/events', 'Create an event', {
    auth: 'user',
    body: events.CreateEventRequest,
    success: { status: 201, body: events.TuvensEvent },
    errors: ['VALIDATION_ERROR', ...USER_ERRORS, ...MEMBER_ERRORS, 'PICTURE_GONE', 'BUSINESS_RULE'],
  }),
  updateEvent: route('PATCH /api/events/:id', 'Change an event; honours If-Match', {
    auth: 'user',
    params: EventParams,
    body: events.UpdateEventRequest,
    success: ok(events.TuvensEvent),
    headers: { 'if-match': 'ETag of the event the caller has seen. Its ticketing may have changed since' },
    errors: [
      'VALIDATION_ERROR',
      ...USER_ERRORS,
      ...MEMBER_ERRORS,
      'EVENT_NOT_FOUND',
      'PRECONDITION_FAILED',
      'PICTURE_GONE',
      'BUSINESS_RULE',
    ],
  }),
} as const satisfies Record<string, Route>
