import { filterOf, queryOf } from '$lib/server/browse/filter.ts'
import { calendarResponse } from '$lib/server/browse/feed.ts'
import { zoneOf } from '$lib/server/locale.ts'
import type { RequestHandler } from './$types'

/** A search as a calendar to subscribe to. `zone` is that of the reader who subscribed: a calendar has no cookies. */
export const GET: RequestHandler = ({ url, locals, request }) => {
  const filter = filterOf(url.searchParams)
  const now = Date.now()
  const zone = zoneOf(url.searchParams.get('zone') ?? undefined) ?? 'UTC'
  const about = [filter.q, filter.city].filter(Boolean).join(', ')
  return calendarResponse(locals.api, {
    name: about === '' ? 'Events on Tuvens' : `${about} on Tuvens`,
    query: queryOf(filter, { now, zone }),
    origin: url.origin,
    now,
    ifNoneMatch: request.headers.get('if-none-match'),
  })
}
