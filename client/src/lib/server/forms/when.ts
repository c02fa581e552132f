import type { TuvensEvent } from '@tuvens/contract'
import { isZone, localOf, readClockTime } from '@tuvens/platform/clock-time'
import type { FormErrors } from '$lib/forms/errors.ts'
import type { EventValues } from '$lib/forms/event.ts'

type End = 'start' | 'end'
export type WhenValues = Pick<EventValues, 'timezone' | `${End}` | `${End}_instant` | `${End}_which`>

/** Years that no typing error gives. */
const YEARS = [1990, 2199] as const

/** The times of an event as its form shows them. */
export function whenValuesOf({ startDate, endDate, timezone }: TuvensEvent): WhenValues {
  const valueOf = (instant: string | null) => (instant === null ? '' : localOf(instant, timezone))
  return {
    timezone,
    start: valueOf(startDate),
    start_instant: startDate,
    start_which: whichOf(startDate, timezone),
    end: valueOf(endDate),
    end_instant: endDate ?? '',
    end_which: endDate === null ? '' : whichOf(endDate, timezone),
  }
}

/** The instant of one end of the event; null when it is empty, unreadable, missing or could be either of two. */
export function instantOf(values: WhenValues, end: End): Date | null {
  return unchangedOf(values, end) ?? typedOf(values, end)
}

/** The problems of start, end and zone, in the order of the form. */
export function whenProblems(values: WhenValues): FormErrors {
  if (!isZone(values.timezone)) return { timezone: 'Choose the time zone of the place' }
  const [from, until] = [instantOf(values, 'start'), instantOf(values, 'end')]
  const isReversed = from !== null && until !== null && until <= from
  return {
    ...(from === null && problemOf(values, 'start', 'Enter the day and time it starts')),
    ...(until === null &&
      values.end !== '' &&
      problemOf(values, 'end', 'Enter the day and time it ends, or leave both empty')),
    ...(isReversed && { end: 'The end has to be after the start' }),
  }
}

/** What is shown has minutes only, and an hour can come twice: a time that was left alone stays what it is. */
function unchangedOf(values: WhenValues, end: End): Date | null {
  const instant = values[`${end}_instant`]
  if (Number.isNaN(Date.parse(instant)) || !isZone(values.timezone)) return null
  const at = new Date(instant)
  const isShown = localOf(at.toISOString(), values.timezone) === values[end].slice(0, 16)
  const which = values[`${end}_which`]
  return isShown && (which === '' || which === whichOf(at.toISOString(), values.timezone)) ? at : null
}

function typedOf(values: WhenValues, end: End): Date | null {
  const typed = isYearUsual(values[end]) ? readClockTime(values[end], values.timezone) : null
  if (typed === null || typed.kind === 'missing') return null
  if (typed.kind === 'once') return typed.at
  const which = values[`${end}_which`]
  return which === 'earlier' || which === 'later' ? typed[which] : null
}

/** Which of two equal times of a night an instant is; empty when it is the only one. */
export function whichOf(instant: string, timezone: string): '' | 'earlier' | 'later' {
  const shown = readClockTime(localOf(instant, timezone), timezone)
  if (shown?.kind !== 'twice') return ''
  return Date.parse(instant) < shown.later.getTime() ? 'earlier' : 'later'
}

function problemOf(values: WhenValues, end: End, unreadable: string): FormErrors {
  const typed = readClockTime(values[end], values.timezone)
  if (typed !== null && !isYearUsual(values[end]))
    return { [end]: `Enter a year from ${YEARS[0]} to ${YEARS[1]}` }
  const clock = values[end].slice(11, 16)
  if (typed?.kind === 'twice')
    return {
      [`${end}_which`]: `Clocks go back that night, so ${clock} comes twice: choose which one you mean`,
    }
  if (typed?.kind !== 'missing') return { [end]: unreadable }
  return {
    [end]: `Clocks go forward from ${typed.from} to ${typed.to} that night, so ${clock} does not exist: enter another time`,
  }
}

function isYearUsual(local: string): boolean {
  const year = Number(local.slice(0, 4))
  return year >= YEARS[0] && year <= YEARS[1]
}
