/**
 * The dates of an event after its first, as the form holds them: one date a line, such as `2031-05-08 20:00 – 23:00`. The
 * form is the same text for people without scripts.
 */

/** Which of two equal times of a night is meant; empty when there is only one. */
export type Which = '' | 'earlier' | 'later'

/** One end of a date: `local` is a time on a clock as a `datetime-local` field has it. */
export type TypedTime = { local: string; which: Which }

/** One line; `end` is null without an end. */
export type DateLine = { start: TypedTime; end: TypedTime | null }

/** Day, time and word of the start; separator; day, time and word of the end. */
const LINE =
  /^(\d{4}-\d{2}-\d{2})[ T](\d{1,2}:\d{2})(?: (earlier|later))?(?: ?(?:[-–—/]|to) ?(?:(\d{4}-\d{2}-\d{2})[ T])?(\d{1,2}:\d{2})(?: (earlier|later))?)?$/i

/** The lines that hold something; null for one that cannot be read. */
export function readLines(text: string): (DateLine | null)[] {
  return linesOf(text).map(readLine)
}

/** The lines of a text that are not empty. */
export function linesOf(text: string): string[] {
  return text.split('\n').flatMap((line) => line.trim() || [])
}

function readLine(line: string): DateLine | null {
  const [, day, from, whichFrom, untilDay, until, whichUntil] = LINE.exec(line.split(/\s+/).join(' ')) ?? []
  if (day === undefined || from === undefined) return null
  const start = timeOf(day, from, whichFrom)
  if (until === undefined) return { start, end: null }
  return { start, end: timeOf(untilDay ?? endDay(day, from, until), until, whichUntil) }
}

function timeOf(day: string, clock: string, which: string | undefined): TypedTime {
  const word = which?.toLowerCase()
  return {
    local: `${day}T${clock.padStart(5, '0')}`,
    which: word === 'earlier' || word === 'later' ? word : '',
  }
}

/** An end without a day is on the day of the start, or in the night after it. */
function endDay(day: string, from: string, until: string): string {
  return until.padStart(5, '0') > from.padStart(5, '0') ? day : addDays(day, 1)
}

/** @param day `YYYY-MM-DD`; one that does not exist stays as it is */
export function addDays(day: string, count: number): string {
  const at = new Date(`${day}T00:00Z`)
  if (Number.isNaN(at.getTime())) return day
  at.setUTCDate(at.getUTCDate() + count)
  return at.toISOString().slice(0, 10)
}

/** The text of one line. */
export function lineOf({ start, end }: DateLine): string {
  const [day, clock] = start.local.split('T')
  const first = [day, clock, start.which].filter(Boolean).join(' ')
  if (end === null) return first
  const [endDayText = '', endClock = ''] = end.local.split('T')
  const isShort = endDayText === endDay(day ?? '', clock ?? '', endClock)
  return `${first} – ${[isShort ? '' : endDayText, endClock, end.which].filter(Boolean).join(' ')}`
}

/** One more date: a week after the last one, at the same time of day. */
export function addLine(text: string, first: { start: string; end: string }): string {
  const last = readLines(text).findLast((line) => line !== null) ?? lineOfFirst(first)
  if (last === null) return text
  return [...linesOf(text), lineOf({ start: later(last.start), end: last.end && later(last.end) })].join('\n')
}

function lineOfFirst({ start, end }: { start: string; end: string }): DateLine | null {
  const timed = (local: string): TypedTime => ({ local: local.slice(0, 16), which: '' })
  return start === '' ? null : { start: timed(start), end: end === '' ? null : timed(end) }
}

function later({ local }: TypedTime): TypedTime {
  return { local: `${addDays(local.slice(0, 10), 7)}${local.slice(10)}`, which: '' }
}
