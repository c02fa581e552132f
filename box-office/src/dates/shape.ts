import { isoMicros, orNull } from '../rest/dates.ts'
import type { OccurrenceRow } from './store.ts'

/** One date for the account of its event. */
export function occurrenceShape(occurrence: OccurrenceRow, now: number) {
  const { id, event_id, short_id, start_date, end_date, status, capacity, label, sold } = occurrence
  return {
    id,
    event_id,
    short_id,
    start_date: isoMicros(start_date),
    end_date: orNull(isoMicros, end_date),
    status,
    capacity,
    used_capacity: sold,
    available_capacity: placesLeft(occurrence),
    label,
    is_overridden: occurrence.is_overridden,
    is_past: (end_date ?? start_date).getTime() < now,
    is_future: start_date.getTime() > now,
    is_active: status === 'ACTIVE',
    created_at: isoMicros(occurrence.created_at),
    updated_at: isoMicros(occurrence.updated_at),
  }
}

/** One date for attendees. */
export function publicOccurrenceShape(occurrence: OccurrenceRow, now: number) {
  const {
    used_capacity: _used,
    is_overridden: _overridden,
    created_at: _created,
    updated_at: _updated,
    ...shape
  } = occurrenceShape(occurrence, now)
  return shape
}

/** How many places a date has left; null without a limit. */
export function placesLeft({ capacity, sold, held }: OccurrenceRow): number | null {
  return capacity === null ? null : Math.max(0, capacity - sold - held)
}

/** Whether a date has no place left. */
export function isFull(date: OccurrenceRow | null): boolean {
  return date !== null && placesLeft(date) === 0
}
