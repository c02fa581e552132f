import type { EventDetails } from '@tuvens/contract'
import { currentZone } from '@tuvens/platform/zones'
import { datesOf, hasDates, hasSeveralDates } from '../upstream/dates.ts'
import { datesHere, datesOfEvent, isSameDates, nameHere, namesThere } from './dates.ts'
import type { Field, Upstream, WrittenField } from './field.ts'
import { endAfter } from './times.ts'

/** Start, end and zone of an event, and its further dates: they are compared and carried as a whole. */
export const TIMES: Field = {
  ours: ({ startDate, endDate, furtherDates = [], timezone }) => ({
    startDate,
    endDate,
    ...(furtherDates.length > 0 && { furtherDates }),
    timezone,
  }),
  theirs: ({ event }) => ({ ...datesOfEvent(event), timezone: event.timezone }),
  stored: ({ event }) => [event.timezone, ...namesThere(event)],
  agrees: (details, upstream, last) =>
    isSameZone(details, upstream) &&
    (comparesDates(details, upstream, last)
      ? isSameDates(details, upstream.event)
      : hasSeveralDates(upstream.event) || (isSameStart(details, upstream) && !hasFurther(details))),
  obstacle: (details, upstream, last) => {
    if (hasOtherDates(details, upstream, last)) return 'changed'
    const isFirstThere = isSameZone(details, upstream) && isSameStart(details, upstream)
    return hasFurther(details) && !hasDates(upstream.event) && isFirstThere ? 'single_date' : null
  },
  // A ticket system that has events of several dates later gets the others then.
  written: (details, { event }) => {
    const { furtherDates: _further, ...first } = TIMES.ours(details)
    if (!hasDates(event)) return first
    return hasFurther(details) && !isSameDates(details, event) ? null : TIMES.ours(details)
  },
  isFree: ({ event }) => hasSeveralDates(event) && hasDates(event) && datesOf(event).length === 0,
  isHalfWritten: (details, upstream, last) =>
    comparesDates(details, upstream, last) && isBetween(details, upstream, last),
  event: (details, { event }) => ({
    timezone: currentZone(details.timezone),
    ...(!(hasSeveralDates(event) || (hasFurther(details) && hasDates(event))) && {
      start_date: details.startDate,
      end_date: endAfter(details.startDate, details.endDate),
    }),
  }),
}

const hasFurther = ({ furtherDates = [] }: Partial<EventDetails>) => furtherDates.length > 0

const isSameZone = (details: EventDetails, { event }: Upstream) =>
  currentZone(details.timezone) === event.timezone

const isSameStart = (details: EventDetails, { event }: Upstream) =>
  datesHere(details).slice(0, 1).map(nameHere).join() === namesThere(event).join()

/**
 * Whether the dates are compared one by one: where the Tuvens event has further dates, or had them when it was last written,
 * or where one could not be taken away. An event of one date may have more in the ticket system only: there is nothing to
 * compare.
 */
export function comparesDates(
  details: EventDetails,
  { event }: Upstream,
  last: WrittenField | undefined,
): boolean {
  const wasRefused = last?.isRefused === true && hasSeveral(last)
  const hadFurther = hasFurther(last?.ours ?? {}) || wasRefused
  return hasDates(event) && (hasFurther(details) || (hasSeveralDates(event) && hadFurther))
}

/**
 * Whether somebody made dates in the ticket system while the Tuvens event had one date: they were not compared, so they are
 * not ours to take away.
 */
function hasOtherDates(details: EventDetails, { event }: Upstream, last: WrittenField | undefined): boolean {
  const ours = last?.ours ?? null
  if (ours === null || hasFurther(ours) || last?.isRefused === true || !hasFurther(details)) return false
  const { startDate = '', endDate = null } = ours
  const before = { startDate, endDate: endAfter(startDate, endDate) }
  const known = [before, ...datesHere(details)].map(nameHere)
  return hasSeveralDates(event) && namesThere(event).some((each) => !known.includes(each))
}

/** A record of times holds the zone and each date. */
const hasSeveral = ({ stored }: WrittenField) => Array.isArray(stored) && stored.length > 2

/** Whether every date there was there before or is one of ours, and none is missing that we keep. */
function isBetween(details: EventDetails, { event }: Upstream, { stored }: WrittenField): boolean {
  if (!Array.isArray(stored)) return false
  const [zone, ...before] = stored
  const [now, ours] = [namesThere(event), datesHere(details).map(nameHere)]
  return (
    [zone, currentZone(details.timezone)].includes(event.timezone) &&
    now.every((date) => before.includes(date) || ours.includes(date)) &&
    before.every((date) => date === null || now.includes(date) || !ours.includes(date))
  )
}
