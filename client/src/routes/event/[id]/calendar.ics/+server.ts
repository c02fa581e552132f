import { calendarOf } from '$lib/format/calendar.ts'
import { failPage } from '$lib/server/errors.ts'
import type { RequestHandler } from './$types'

/** *Add to calendar*. */
export const GET: RequestHandler = async ({ params, locals, url }) => {
  const found = await locals.api.readEvent(params.id)
  if (!found.ok) failPage(found.failure)
  return new Response(calendarOf(found.value, new URL(`/event/${params.id}`, url).href), {
    headers: {
      'content-type': 'text/calendar; charset=utf-8',
      'content-disposition': `attachment; filename="event-${params.id}.ics"`,
    },
  })
}
