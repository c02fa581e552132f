import type { Sql } from '@tuvens/platform/db/db'
import { severalDates } from '../dates/several.ts'
import type { Location } from '../rest/place.ts'

/** What ticket holders know of an event: instants in ISO 8601. The times of one of several dates are those of the dates. */
export type Told = {
  start: string | null
  end: string | null
  timezone: string
  place: Location | null
  online: boolean
  cancelled: boolean
}

/** The same of the event as it is now. */
export const factsOf = (sql: Sql) => sql`
  jsonb_build_object('start', case when not ${severalDates(sql)} then e.start_date end,
    'end', case when not ${severalDates(sql)} then e.end_date end, 'timezone', e.timezone,
    'place', e.settings -> 'location_details', 'online', coalesce((e.settings -> 'is_online_event')::boolean, false),
    'cancelled', e.status = 'ARCHIVED')`

/** What ticket holders know of one of several dates. */
export type ToldDate = { start: string; end: string | null; cancelled: boolean }

/** The same of the date as it is now. */
export const dateFactsOf = (sql: Sql) => sql`
  jsonb_build_object('start', o.start_date, 'end', o.end_date, 'cancelled', o.status = 'CANCELLED')`

/** Buyers and attendees know the event and its dates as they are when the first of them gets a ticket. */
export async function rememberTold(
  sql: Sql,
  { eventId, orderId }: { eventId: number; orderId: number },
): Promise<void> {
  await sql`update events e set told = ${factsOf(sql)} where e.id = ${eventId} and e.told is null`
  await sql`
    update occurrences o set told = ${dateFactsOf(sql)}
    where o.told is null and o.id in (select occurrence_id from order_items where order_id = ${orderId})`
}
