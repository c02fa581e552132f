import type { DateState } from '@tuvens/contract'
import type { Occurrence } from './event-answers.ts'

/** One date of an event. */
export type EventDate = {
  id: number
  startsAt: Date
  endsAt: Date | null
  /** The organiser's name for it. */
  label: string | null
  state: DateState
  /** How many places are left; null without a limit. */
  left: number | null
}

/** What an event has to say about its dates; any of it may be missing. */
export type Dated = {
  occurrences?: Occurrence[] | null
  type?: string | null
  lifecycle_status?: string | null
  start_date?: string | null
  end_date?: string | null
  next_occurrence_start_date?: string | null
}

/** Whether the ticket system has events of several dates: then each of its events has its dates, even a single one. */
export function hasDates({ occurrences }: Dated): boolean {
  return Array.isArray(occurrences)
}

/** The dates of an event, the first one first; none where the ticket system has no events of several dates. */
export function datesOf({ occurrences }: Dated): EventDate[] {
  return (occurrences ?? []).flatMap(dateOf).sort((a, b) => a.startsAt.getTime() - b.startsAt.getTime())
}

/** A date that cannot be read is left out: it must not hide the others. */
function dateOf(occurrence: Occurrence): EventDate[] {
  const startsAt = instantOf(occurrence.start_date)
  if (startsAt === null) return []
  const left = occurrence.available_capacity ?? null
  return [
    {
      id: occurrence.id,
      startsAt,
      endsAt: instantOf(occurrence.end_date),
      label: occurrence.label || null,
      state: stateOf(occurrence, left),
      left,
    },
  ]
}

function stateOf({ status, is_past }: Occurrence, left: number | null): DateState {
  if (status === 'CANCELLED') return 'cancelled'
  if (is_past === true) return 'past'
  return status === 'SOLD_OUT' || (left !== null && left <= 0) ? 'sold_out' : 'open'
}

/** Whether an event has more dates than one, now or by its rule. */
export function hasSeveralDates(event: Dated): boolean {
  return event.type === 'RECURRING' || (event.occurrences?.length ?? 0) > 1
}

/** Whether every date of an event was cancelled. */
export function isCancelled(event: Dated): boolean {
  const dates = datesOf(event)
  return dates.length > 0 && dates.every(({ state }) => state === 'cancelled')
}

/**
 * Whether an event is over. One with a date to come is not, and where no date is known nobody can tell: the answers to
 * writes of some versions have none, and call every event ended.
 */
export function hasEnded(event: Dated): boolean {
  if (event.start_date === null) return false
  const dates = datesOf(event)
  if (dates.length === 0) return event.lifecycle_status === 'ENDED'
  const isToCome = dates.some(({ state }) => state === 'open' || state === 'sold_out')
  return !isToCome && (event.next_occurrence_start_date ?? null) === null
}

/** When an event ends: after its last date that takes place. Null when nobody knows. */
export function endOf(event: Dated): Date | null {
  const dates = datesOf(event).filter(({ state }) => state !== 'cancelled')
  if (dates.length === 0) return instantOf(event.end_date)
  return new Date(Math.max(...dates.map(({ startsAt, endsAt }) => (endsAt ?? startsAt).getTime())))
}

/** Null for an unreadable date. */
function instantOf(text: string | null | undefined): Date | null {
  const time = Date.parse(text ?? '')
  return Number.isNaN(time) ? null : new Date(time)
}
