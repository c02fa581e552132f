import type { TicketingReport, TuvensEvent, Venue } from '@tuvens/contract'
import { textOfHtml } from '../../hi-events/src/details/html-text.ts'
import { readDifferences } from './edits.ts'
import type { Scenario } from './scenario.ts'

/** An event of the box office as its database holds it. */
export type OfficeEvent = {
  title: string
  description: string | null
  start_date: Date
  end_date: Date | null
  timezone: string
  settings: { location_details?: Record<string, string> | null }
}

const minute = (date: Date | string | null) =>
  date === null ? null : Math.floor(Date.parse(String(date)) / 60_000)

/** Whether the event site and the box office say the same, field by field, as a reader of both would judge. */
const SAME: Record<string, (ours: TuvensEvent, theirs: OfficeEvent) => boolean> = {
  title: ({ title }, theirs) => title === theirs.title,
  description: ({ description }, theirs) => description === textOfHtml(theirs.description ?? ''),
  times: ({ startDate, endDate, timezone }, theirs) =>
    minute(startDate) === minute(theirs.start_date) &&
    minute(endDate) === minute(theirs.end_date) &&
    timezone === theirs.timezone,
  venue: ({ venue }, { settings }) => placeOf(venue) === officePlaceOf(settings.location_details),
}

const placeOf = (venue: Venue | null) =>
  [venue?.name, venue?.address_line_1, venue?.city, venue?.zip_postal_code, venue?.country].join('|')
const officePlaceOf = (place: Record<string, string> | null | undefined) =>
  [
    place?.['venue_name'],
    place?.['address_line_1'],
    place?.['city'],
    place?.['zip_or_postal_code'],
    place?.['country'],
  ].join('|')

/** Reads an event past the API of the box office; undefined when it is deleted. */
export async function readOfficeEvent({ world, hiEventId }: Scenario): Promise<OfficeEvent | undefined> {
  const [event] = await world.office.database.db<OfficeEvent[]>`
    select title, description, start_date, end_date, timezone, settings from events
    where id = ${hiEventId} and deleted_at is null`
  return event
}

/**
 * Describes where the two sides say something different and the page for comparing does not name it, or the other way
 * round; null when all is right.
 */
export async function unnamedDifference(scenario: Scenario): Promise<string | null> {
  if (!scenario.isLinked) return null
  const shown = await scenario.organiser.read(scenario.eventId)
  const theirs = await readOfficeEvent(scenario)
  if (theirs === undefined) return null
  const named = (await readDifferences(scenario))?.map(({ field }) => String(field))
  if (named === undefined) return `event ${scenario.eventId}: the differences cannot be read`
  const unlike = Object.keys(SAME).filter((field) => SAME[field]?.(shown, theirs) === false)
  const reported = await readReported(scenario)
  const isNamed = sorted(unlike) === sorted(named) && sorted(unlike) === sorted(reported)
  if (isNamed) return null
  const values = JSON.stringify({ shown: [shown.title, shown.startDate, shown.venue], theirs })
  return `event ${scenario.eventId} differs in [${unlike.join()}], named are [${named.join()}], reported [${reported.join()}]: ${values}`
}

/** The fields that the organiser's report names. */
async function readReported({ organiser, eventId }: Scenario): Promise<string[]> {
  const url = `/api/events/${eventId}/ticketing-report`
  const report = (await organiser.request({ method: 'GET', url })).json<TicketingReport>()
  return report.link_report?.link?.details.differences.map(({ field }) => field) ?? []
}

const sorted = (fields: string[]) => fields.toSorted().join()
