import type { EventDetails, SessionEvent } from '@tuvens/contract'
import type { Sql } from '@tuvens/platform/db/db'
import { eventHash, recordAll, type Written } from '../details/compare.ts'
import { saveCreated, saveWanted } from '../details/store.ts'
import type { HiEvent } from '../upstream/event-answers.ts'
import type { HiSettings } from '../upstream/answers.ts'

/** An event we have just created; `settings` is null when the venue could not be set yet. */
type CreatedEvent = { event: HiEvent; settings: HiSettings | null }

/**
 * Stores what the Tuvens event says and, of an event that was created just now, what stands on the ticket system. Of one
 * that existed nothing is known: what differs is shown to the organiser.
 */
export async function rememberDetails(
  sql: Sql,
  session: SessionEvent,
  created: CreatedEvent | null,
): Promise<void> {
  const details = detailsOf(session)
  const wanted = { eventId: session.id, revision: session.revision ?? 0, details }
  if (created === null) {
    await saveWanted(sql, wanted)
    return
  }
  const { event, settings } = created
  const written = writtenOf(details, created)
  // The landing does not wait for a picture or for further dates: they are carried by the next comparison.
  const isLater = details.imageUrl !== null || details.furtherDates !== undefined
  const isDue = (settings === null && details.venue !== null) || isLater
  await saveCreated(sql, { ...wanted, written, eventHash: eventHash(event), isDue })
}

/** A venue that could not be set is ours to write as long as there is none. */
function writtenOf(details: EventDetails, { event, settings }: CreatedEvent): Written {
  const { picture: _later, ...written } = recordAll(details, { event, settings: settings ?? {} })
  return settings === null ? { ...written, venue: { ours: null, stored: null } } : written
}

function detailsOf(event: SessionEvent): EventDetails {
  const { title, description, startDate, endDate, furtherDates } = event
  const { timezone, venue, imageUrl, category, currency } = event
  const dates = { startDate, endDate, ...(furtherDates !== undefined && { furtherDates }) }
  return { title, description, ...dates, timezone, venue, imageUrl, category, currency }
}
