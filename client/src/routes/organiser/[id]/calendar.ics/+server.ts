import { calendarResponse } from '$lib/server/browse/feed.ts'
import { readOrganiser } from '$lib/server/browse/organiser.ts'
import type { RequestHandler } from './$types'

/** The events of an organiser as a calendar to subscribe to. */
export const GET: RequestHandler = async ({ params, url, locals, request }) => {
  const { account_id, name } = await readOrganiser(locals.api, params.id)
  return calendarResponse(locals.api, {
    name,
    query: { account_id },
    origin: url.origin,
    now: Date.now(),
    ifNoneMatch: request.headers.get('if-none-match'),
  })
}
