import type { EventDetails, FurtherDate } from '@tuvens/contract'
import { MAX_FURTHER_DATES } from '@tuvens/contract'
import { datesOf, hasSeveralDates } from '../upstream/dates.ts'
import type { HiEvent } from '../upstream/event-answers.ts'
import { endAfter, minute } from './times.ts'

/**
 * One date of a Hi.Events event, as dates are compared: both ends to the minute, which is as exact as its forms are. The id is
 * 0 where the ticket system has no events of several dates.
 */
export type DateThere = { id: number; start: string; end: string | null; isCancelled: boolean }
/** One date of a Tuvens event, as it is written. */
export type DateHere = Pick<FurtherDate, 'startDate' | 'endDate'>

/** What is to be done so that the ticket system has the dates of the Tuvens event, and no others. */
export type DateChanges = {
  move: { id: number; to: DateHere }[]
  add: DateHere[]
  /** Ids of dates. */
  remove: number[]
}

/** The dates of a Tuvens event, the first one first. */
export function datesHere({ startDate, endDate, furtherDates = [] }: EventDetails): DateHere[] {
  return [{ startDate, endDate }, ...furtherDates].map((date) => ({
    startDate: date.startDate,
    endDate: endAfter(date.startDate, date.endDate),
  }))
}

/** The dates of a Hi.Events event, the first one first; of one that has a single date, its times. */
export function datesThere(event: HiEvent): DateThere[] {
  if (!hasSeveralDates(event)) {
    const [only] = datesOf(event)
    const [start, end] = [minute(event.start_date) ?? '', minute(event.end_date)]
    return [{ id: only?.id ?? 0, start, end, isCancelled: false }]
  }
  return datesOf(event).map(({ id, startsAt, endsAt, state }) => ({
    id,
    start: minute(startsAt.toISOString()) ?? '',
    end: minute(endsAt?.toISOString() ?? null),
    isCancelled: state === 'cancelled',
  }))
}

/** A date as one text, by which dates are compared. */
export const nameHere = ({ startDate, endDate }: DateHere) => `${minute(startDate)}/${minute(endDate) ?? ''}`
const nameThere = ({ start, end }: DateThere) => `${start}/${end ?? ''}`

/** The dates of a Hi.Events event as texts. */
export function namesThere(event: HiEvent): string[] {
  return datesThere(event)
    .filter(({ isCancelled }) => !isCancelled)
    .map(nameThere)
}

/**
 * What differs, date by date. A date that was cancelled there stays, and pages show it as cancelled. Dates that were replaced
 * one by one are moved, and keep their tickets.
 */
export function dateChanges(details: EventDetails, event: HiEvent): DateChanges {
  const [here, there] = [datesHere(details), datesThere(event)]
  const [names, known] = [new Set(here.map(nameHere)), new Set(there.map(nameThere))]
  const missing = here.filter((each) => !known.has(nameHere(each)))
  const surplus = there.filter((each) => !each.isCancelled && !names.has(nameThere(each)))
  const pairs = pairsOf(surplus, missing)
  const [moved, targets] = [new Set(pairs.map(([from]) => from)), new Set(pairs.map(([, to]) => to))]
  return {
    move: pairs.map(([{ id }, to]) => ({ id, to })),
    add: missing.filter((each) => !targets.has(each)),
    remove: surplus.filter((each) => !moved.has(each)).map(({ id }) => id),
  }
}

/**
 * Which date becomes which: one that starts as before and ends at another time; and when as many of the others were taken away
 * as were added, these in order.
 */
function pairsOf(surplus: DateThere[], missing: DateHere[]): [DateThere, DateHere][] {
  const pairs = missing.flatMap((to): [DateThere, DateHere][] => {
    const from = surplus.find(({ start }) => start === minute(to.startDate))
    return from === undefined ? [] : [[from, to]]
  })
  const others = surplus.filter((each) => !pairs.some(([from]) => from === each))
  const places = missing.filter((each) => !pairs.some(([, to]) => to === each))
  if (others.length !== places.length) return pairs
  const moved = others.flatMap((from, at): [DateThere, DateHere][] => {
    const to = places[at]
    return to === undefined ? [] : [[from, to]]
  })
  return [...pairs, ...moved]
}

export function isSameDates(details: EventDetails, event: HiEvent): boolean {
  const { move, add, remove } = dateChanges(details, event)
  return move.length + add.length + remove.length === 0
}

/** What a Tuvens event would have to say to have the dates of a Hi.Events event. */
export function datesOfEvent(event: HiEvent): Pick<EventDetails, 'startDate' | 'endDate' | 'furtherDates'> {
  const all = datesThere(event).filter(({ isCancelled }) => !isCancelled)
  const [first, ...more] = all.map(({ start, end }) => ({ startDate: start, endDate: end }))
  return {
    startDate: first?.startDate ?? '',
    endDate: first?.endDate ?? null,
    ...(more.length > 0 && { furtherDates: more.slice(0, MAX_FURTHER_DATES) }),
  }
}
