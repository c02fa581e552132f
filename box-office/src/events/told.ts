import type { Sql } from '@tuvens/platform/db/db'
import type { Location } from '../rest/place.ts'

/** What ticket holders know of an event: instants in ISO 8601. */
export type Told = {
  start: string
  end: string | null
  timezone: string
  place: Location | null
  online: boolean
  cancelled: boolean
}

/** The same of the event as it is now. */
export const factsOf = (sql: Sql) => sql`
  jsonb_build_object('start', e.start_date, 'end', e.end_date, 'timezone', e.timezone,
    'place', e.settings -> 'location_details', 'online', coalesce((e.settings -> 'is_online_event')::boolean, false),
    'cancelled', e.status = 'ARCHIVED')`

/** Buyers and attendees know the event as it is when the first of them gets a ticket. */
export async function rememberTold(sql: Sql, eventId: number): Promise<void> {
  await sql`update events e set told = ${factsOf(sql)} where e.id = ${eventId} and e.told is null`
}
