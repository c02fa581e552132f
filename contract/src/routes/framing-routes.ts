import * as framing from '../embed/framing.ts'
import { EventParams, MEMBER_ERRORS, ok, type Route, route, USER_ERRORS } from './route.ts'

/** Errors of the calls of organisers that the API makes with the help of the ticket origin. */
export const DIFFERENCE_ERRORS = [
  'VALIDATION_ERROR',
  ...USER_ERRORS,
  ...MEMBER_ERRORS,
  'EVENT_NOT_FOUND',
  'NOTHING_LINKED',
  'RATE_LIMITED',
  'UPSTREAM_UNAVAILABLE',
] as const

/** The calls about the sites that may frame the tickets of an event. */
export const FRAMING_ROUTES = {
  eventFraming: route('GET /api/events/:id/framing', 'The sites that may frame the tickets of an event', {
    auth: 'user',
    params: EventParams,
    success: ok(framing.Framing),
    errors: DIFFERENCE_ERRORS,
    limit: 'report',
  }),
  putFraming: route(
    'PUT /api/events/:id/framing',
    'Let these sites, and no others beside the event site, frame the tickets of an event; holds from the next request on',
    {
      auth: 'user',
      params: EventParams,
      body: framing.PutFramingRequest,
      success: ok(framing.Framing),
      errors: DIFFERENCE_ERRORS,
      limit: 'report',
    },
  ),
} as const satisfies Record<string, Route>
