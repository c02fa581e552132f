import type { Sql } from '@tuvens/platform/db/db'
import { listOccurrences } from '../../dates/store.ts'
import type { EventRow } from '../store.ts'

/** An event with the start and end of one of its dates, and cancelled with it: what stands on a ticket. */
export async function eventOn(sql: Sql, event: EventRow, occurrenceId: number | null): Promise<EventRow> {
  if (occurrenceId === null) return event
  const date = (await listOccurrences(sql, [event.id])).find((each) => each.id === occurrenceId)
  if (date === undefined) return event
  const { start_date, end_date } = date
  const status = date.status === 'CANCELLED' ? 'ARCHIVED' : event.status
  const updated_at = date.updated_at > event.updated_at ? date.updated_at : event.updated_at
  return { ...event, start_date, end_date, status, updated_at }
}

/** The date of an order; null when it is of several, or of none. */
export function dateOf(items: readonly { occurrence_id: number | null }[]): number | null {
  const dates = new Set(items.map((each) => each.occurrence_id))
  return dates.size === 1 ? ([...dates][0] ?? null) : null
}
