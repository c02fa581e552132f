import { type FurtherDate, MAX_FURTHER_DATES } from '@tuvens/contract'
import { isZone, localOf, readClockTime } from '@tuvens/platform/clock-time'
import type { EventValues } from '$lib/forms/event.ts'
import {
  type DateLine,
  lineOf,
  linesOf,
  readLines,
  type TypedTime,
  type Which,
} from '$lib/forms/further-dates.ts'
import { instantOf, whichOf } from './when.ts'

type Values = Pick<EventValues, 'further_dates' | 'further_instants' | 'timezone'> &
  Parameters<typeof instantOf>[0]

/** The further dates of an event as its form shows them, and the instants that the form was made from. */
export function furtherValuesOf(
  dates: readonly FurtherDate[],
  timezone: string,
): Pick<EventValues, 'further_dates' | 'further_instants'> {
  return {
    further_dates: dates.map((date) => lineOf(shownOf(date, timezone))).join('\n'),
    further_instants: dates.map(({ startDate, endDate }) => `${startDate}/${endDate ?? ''}`).join('\n'),
  }
}

function shownOf({ startDate, endDate }: FurtherDate, timezone: string): DateLine {
  const timed = (instant: string): TypedTime => ({
    local: localOf(instant, timezone),
    which: whichOf(instant, timezone),
  })
  return { start: timed(startDate), end: endDate === null ? null : timed(endDate) }
}

/** The further dates, the first one first. Only for a form without problems. */
export function furtherDatesOf(values: Values): FurtherDate[] {
  return readDates(values)
    .map(({ startDate, endDate }) => ({ startDate: startDate ?? '', endDate }))
    .toSorted((a, b) => a.startDate.localeCompare(b.startDate))
}

/** What is wrong with the lines; undefined when nothing is. The zone is known. */
export function furtherProblem(values: Values): string | undefined {
  const lines = readLines(values.further_dates)
  if (lines.length > MAX_FURTHER_DATES)
    return `An event has at most ${MAX_FURTHER_DATES + 1} dates: take ${lines.length - MAX_FURTHER_DATES} away`
  const first = instantOf(values, 'start')
  const dates = readDates(values)
  const problems = lines.map((line, at) => problemOf(line, dates[at], { values, first }))
  const found = problems.findIndex((each) => each !== null)
  if (found >= 0) return `${nameOf(values, found)}: ${problems[found]}`
  const starts = dates.map(({ startDate }) => startDate)
  const twice = starts.findIndex((each, at) => starts.indexOf(each) < at)
  return twice < 0 ? undefined : `${nameOf(values, twice)}: this date is there twice`
}

type Read = { startDate: string | null; endDate: string | null; hasEnd: boolean }

/** An unchanged line stays the instants that it was made from: what is shown has minutes only. */
function readDates({ further_dates, further_instants, timezone }: Values): Read[] {
  const before = new Map(
    someLinesOf(further_instants).flatMap((line) => {
      const [startDate, endDate] = line.split('/').map(instantOrNull)
      if (startDate === undefined || startDate === null || endDate === undefined) return []
      return [[lineOf(shownOf({ startDate, endDate }, timezone)), { startDate, endDate }] as const]
    }),
  )
  return readLines(further_dates).map((line) => {
    const hasEnd = (line?.end ?? null) !== null
    const unchanged = line === null ? undefined : before.get(lineOf(line))
    if (unchanged !== undefined) return { ...unchanged, hasEnd }
    const [start, end] = [line?.start, line?.end].map((time) => (time ? atOf(time, timezone) : null))
    return { startDate: start ?? null, endDate: end ?? null, hasEnd }
  })
}

/** As many as an event may have: each is looked up in the time zone, and a form may be sent with thousands. */
function someLinesOf(text: string): string[] {
  return linesOf(text).slice(0, MAX_FURTHER_DATES)
}

function instantOrNull(text: string): string | null {
  const at = new Date(text)
  return Number.isNaN(at.getTime()) ? null : at.toISOString()
}

/** Null when the time is unreadable, missing, or could be either of two. */
function atOf({ local, which }: TypedTime, timezone: string): string | null {
  const read = readClockTime(local, timezone)
  if (read?.kind === 'once') return read.at.toISOString()
  return read?.kind === 'twice' && which !== '' ? read[which].toISOString() : null
}

function problemOf(
  line: DateLine | null,
  date: Read | undefined,
  { values: { timezone }, first }: { values: Values; first: Date | null },
): string | null {
  if (line === null || date === undefined) return 'write it like 2031-05-08 20:00 – 23:00'
  const clock = clockProblem(line.start, timezone) ?? (line.end && clockProblem(line.end, timezone))
  if (clock !== null) return clock
  if (date.startDate === null || (date.hasEnd && date.endDate === null)) return 'enter a day and a time'
  if (date.endDate !== null && date.endDate <= date.startDate) return 'the end has to be after the start'
  if (first !== null && Date.parse(date.startDate) <= first.getTime())
    return 'it has to be after the first date, which is above'
  return null
}

/** Why there is no such time, or which of two is meant. */
function clockProblem({ local, which }: TypedTime, timezone: string): string | null {
  const read = readClockTime(local, timezone)
  const clock = local.slice(11, 16)
  const year = Number(local.slice(0, 4))
  if (read === null || year < 1990 || year > 2199) return 'enter a day and a time'
  if (read.kind === 'missing')
    return `clocks go forward from ${read.from} to ${read.to} that night, so ${clock} does not exist`
  if (read.kind === 'twice' && which === '')
    return `clocks go back that night, so ${clock} comes twice: choose which one you mean`
  return null
}

/** A line by its place among all dates: the first date of the event is date 1. */
function nameOf({ further_dates }: Values, index: number): string {
  const line = linesOf(further_dates)[index] ?? ''
  return `Date ${index + 2} (${line.slice(0, 40)})`
}

/** Times that come twice get the word for the first of them, so that the form asks which one is meant. */
export function askWhich(values: EventValues): EventValues {
  const lines = linesOf(values.further_dates)
  if (!isZone(values.timezone) || lines.length > MAX_FURTHER_DATES) return values
  const asked = (time: TypedTime): TypedTime => {
    const isTwice = readClockTime(time.local, values.timezone)?.kind === 'twice'
    return { ...time, which: isTwice && time.which === '' ? ('earlier' satisfies Which) : time.which }
  }
  const further_dates = readLines(values.further_dates)
    .map((line, at) =>
      line === null ? lines[at] : lineOf({ start: asked(line.start), end: line.end && asked(line.end) }),
    )
    .join('\n')
  return { ...values, further_dates }
}
