import type { BaseContext } from '../../base-context.ts'
import { eventShape } from '../shape.ts'
import type { EventRow } from '../store.ts'
import { isoMicros } from '../../rest/dates.ts'
import { occurrenceShape, publicOccurrenceShape } from '../../dates/shape.ts'
import { listOccurrences, type OccurrenceRow } from '../../dates/store.ts'

/** How the version of Hi.Events with events of several dates shows events. In v1.8 nothing is added. */

/** An event in the answer to a write and in webhooks: that version does not say its dates there, and calls it ended. */
export function writtenShape({ config, clock }: BaseContext, event: EventRow) {
  const shape = eventShape(event, clock.now())
  if (config.shape === 'stock') return shape
  const undated = { start_date: null, end_date: null, next_occurrence_start_date: null }
  return { ...shape, ...undated, ...recurrenceOf(event), lifecycle_status: 'ENDED' }
}

type Shaped = { event: EventRow; shape: Record<string, unknown> }

/** Events as their account reads them, each with all of its dates. */
export async function withDates(
  { config, clock, db }: BaseContext,
  events: Shaped[],
): Promise<Record<string, unknown>[]> {
  if (config.shape === 'stock') return events.map(({ shape }) => shape)
  const now = clock.now()
  const all = await listOccurrences(
    db,
    events.map(({ event }) => event.id),
  )
  return events.map(({ event, shape }) => {
    const occurrences = all.filter((each) => each.event_id === event.id)
    return {
      ...shape,
      ...spanOf(occurrences, now),
      ...recurrenceOf(event),
      occurrences: occurrences.map((each) => occurrenceShape(each, now)),
    }
  })
}

/** An event as attendees read it: without its cancelled dates. */
export async function publicWithDates(
  { config, clock, db }: BaseContext,
  event: EventRow,
  shape: object,
): Promise<object> {
  if (config.shape === 'stock') return shape
  const now = clock.now()
  const occurrences = await listOccurrences(db, [event.id])
  return {
    ...shape,
    ...spanOf(occurrences, now),
    type: event.type,
    occurrences: occurrences
      .filter((each) => each.status === 'ACTIVE')
      .map((each) => publicOccurrenceShape(each, now)),
  }
}

function recurrenceOf({ type, recurrence_rule }: EventRow) {
  return { type, recurrence_rule }
}

/** The next start. An event without dates has none of these. */
function spanOf(occurrences: readonly OccurrenceRow[], now: number) {
  const next = occurrences.find((each) => each.status === 'ACTIVE' && each.start_date.getTime() > now)
  const undated = { start_date: null, end_date: null, lifecycle_status: 'ENDED' }
  return {
    ...(occurrences.length === 0 && undated),
    next_occurrence_start_date: next === undefined ? null : isoMicros(next.start_date),
  }
}
