import { MAX_FURTHER_DATES } from '@tuvens/contract'
import { RRuleTemporal } from 'rrule-temporal'
import { Temporal } from 'temporal-polyfill'
import type { FormErrors } from '$lib/forms/errors.ts'
import type { EventValues, RejectedEvent } from '$lib/forms/event.ts'
import { type DateLine, lineOf, linesOf, readLines } from '$lib/forms/further-dates.ts'
import { WEEKDAYS, type RepeatValues } from '$lib/forms/repeat.ts'
import { askWhich } from './further-dates.ts'
import { text } from './read.ts'

/** What a person asked for in *Repeat*. */
function readRepeat(form: FormData): RepeatValues {
  return {
    repeat_every: text(form, 'repeat_every', 20),
    repeat_until: text(form, 'repeat_until', 20),
    repeat_days: form.getAll('repeat_days').filter((day): day is string => typeof day === 'string'),
  }
}

/** Whether the form was sent to add dates, not to be saved: by the address of its second button. */
export function isRepeat({ searchParams }: URL): boolean {
  return searchParams.has('repeat')
}

type Read = { values: EventValues; errors: FormErrors }

/** The answer to a form that asks for dates: everything that was typed, with them. Nothing is saved. */
export function repeatDates(form: FormData, read: Read): RejectedEvent {
  const asked = readRepeat(form)
  const { values, errors, added } = repeat(read.values, asked)
  return { values: askWhich(values), errors: { ...read.errors, ...errors }, repeat: asked, added }
}

type Repeated = { values: EventValues; errors: FormErrors; added: number }

/**
 * The form with the dates of a rule (RFC 5545) added. The rule is in the time of clocks at the place: 20:00 stays 20:00 when
 * clocks change. Dates that are there already are not added again.
 */
export function repeat(values: EventValues, asked: RepeatValues): Repeated {
  const start = plainOf(values.start)
  const until = plainOf(`${asked.repeat_until}T23:59`)
  const refused = (errors: FormErrors): Repeated => ({ values, errors, added: 0 })
  if (start === null) return refused({ start: 'Enter the day and time it starts' })
  const parts = ruleOf(asked, start)
  if (parts === undefined) return refused({ repeat_every: 'Choose how often it takes place' })
  if (until === null) return refused({ repeat_until: 'Enter the day of the last date' })
  const zoned = (at: Temporal.PlainDateTime) => at.toZonedDateTime('UTC')
  const rule = new RRuleTemporal({ ...parts, dtstart: zoned(start), until: zoned(until), tzid: 'UTC' })
  const here = linesOf(values.further_dates)
  const there = new Set(readLines(values.further_dates).map((line) => line?.start.local))
  const lines = rule
    .all((_date, count) => count <= MAX_FURTHER_DATES + 1)
    .map((at) => at.toPlainDateTime())
    .filter((at) => Temporal.PlainDateTime.compare(at, start) > 0)
    .map((at) => lineAt(at, values, start))
    .filter((line) => !there.has(line.start.local))
    .map(lineOf)
  if (here.length + lines.length > MAX_FURTHER_DATES)
    return refused({
      repeat_until: `An event has at most ${MAX_FURTHER_DATES + 1} dates: choose an earlier day`,
    })
  if (lines.length === 0) return refused({ repeat_until: 'No further date is before that day' })
  const further_dates = [...here, ...lines].toSorted().join('\n')
  return { values: { ...values, further_dates }, errors: {}, added: lines.length }
}

type Rule = { freq: 'DAILY' | 'WEEKLY' | 'MONTHLY'; interval: number; byDay?: string[] }

/** Without a day of the month, a rule takes that of its first date. */
function ruleOf(
  { repeat_every, repeat_days }: RepeatValues,
  start: Temporal.PlainDateTime,
): Rule | undefined {
  const days = WEEKDAYS.filter(([day]) => repeat_days.includes(day)).map(([day]) => day)
  const weekly = { freq: 'WEEKLY', ...(days.length > 0 && { byDay: days }) } as const
  const rules: Record<string, Rule> = {
    day: { freq: 'DAILY', interval: 1 },
    week: { ...weekly, interval: 1 },
    two_weeks: { ...weekly, interval: 2 },
    month_day: { freq: 'MONTHLY', interval: 1 },
    month_weekday: { freq: 'MONTHLY', interval: 1, byDay: [placeInMonth(start)] },
  }
  return Object.hasOwn(rules, repeat_every) ? rules[repeat_every] : undefined
}

/** `2FR` for the second Friday of its month, `-1FR` for a fifth one: not every month has five. */
function placeInMonth({ day, dayOfWeek }: Temporal.PlainDateTime): string {
  const place = Math.ceil(day / 7)
  return `${place > 4 ? -1 : place}${WEEKDAYS[dayOfWeek - 1]?.[0]}`
}

function lineAt(at: Temporal.PlainDateTime, values: EventValues, start: Temporal.PlainDateTime): DateLine {
  const timed = (time: Temporal.PlainDateTime) => ({
    local: time.toString({ smallestUnit: 'minute' }),
    which: '' as const,
  })
  const end = plainOf(values.end)
  const length = end === null ? null : start.until(end)
  return { start: timed(at), end: length === null || length.sign <= 0 ? null : timed(at.add(length)) }
}

/** Null also for years of more than four digits: the library throws at them. */
function plainOf(local: string): Temporal.PlainDateTime | null {
  if (!/^\d{4}-/.test(local)) return null
  try {
    return Temporal.PlainDateTime.from(local)
  } catch {
    return null
  }
}
