import type { Sql } from '@tuvens/platform/db/db'
import { listOccurrences } from '../../dates/store.ts'
import type { EventRow } from '../store.ts'

/** An event with the start and end of one of its dates: what stands on a ticket. */
export async function eventOn(sql: Sql, event: EventRow, occurrenceId: number | null): Promise<EventRow> {
  if (occurrenceId === null || event.type === 'SINGLE') return event
  const date = (await listOccurrences(sql, [event.id])).find((each) => each.id === occurrenceId)
  return date === undefined ? event : { ...event, start_date: date.start_date, end_date: date.end_date }
}

/** The date of an order; null when it is of several, or of none. */
export function dateOf(items: readonly { occurrence_id: number | null }[]): number | null {
  const dates = new Set(items.map((each) => each.occurrence_id))
  return dates.size === 1 ? ([...dates][0] ?? null) : null
}
