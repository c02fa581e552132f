import type { ListEventsQuery } from '@tuvens/contract'
import { Temporal } from 'temporal-polyfill'

/** The times that a reader chooses from, besides days of their own. */
export const PERIODS = ['upcoming', 'today', 'weekend', 'week', 'month', 'past'] as const
export type Period = (typeof PERIODS)[number]

/** Now, and the zone in which days begin. */
export type ChosenTime = { now: number; zone: string }

type Span = Pick<ListEventsQuery, 'when' | 'from' | 'to'>

export function isPeriod(given: string): given is Period {
  return PERIODS.some((each) => each === given)
}

/** Whether a text is a day as a date field holds it, of a year that no typing error gives. */
export function isDay(given: string): boolean {
  if (!/^(19|20|21)\d{2}-\d{2}-\d{2}$/.test(given)) return false
  try {
    return Temporal.PlainDate.from(given, { overflow: 'reject' }).toString() === given
  } catch {
    return false
  }
}

/** The span of the API's list. Days that are given come before a period; days that are over are looked for in the past. */
export function spanOf(
  { when, from, to }: { when: Period; from: string; to: string },
  { now, zone }: ChosenTime,
): Span {
  const today = Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO(zone).toPlainDate()
  if (from !== '' || to !== '') {
    const [first, last] = [dayOf(from), dayOf(to)]
    const isOver = last !== null && Temporal.PlainDate.compare(last, today) < 0
    return { when: isOver || when === 'past' ? 'past' : 'upcoming', ...between(first, last, zone) }
  }
  if (when === 'upcoming' || when === 'past') return { when }
  return { when: 'upcoming', ...between(...daysOf(when, today), zone) }
}

/** The first and the last day of a period. A week ends on Sunday, and a weekend is Saturday and Sunday. */
function daysOf(
  period: Exclude<Period, 'upcoming' | 'past'>,
  today: Temporal.PlainDate,
): [Temporal.PlainDate, Temporal.PlainDate] {
  const sunday = today.add({ days: 7 - today.dayOfWeek })
  const saturday = sunday.subtract({ days: 1 })
  if (period === 'today') return [today, today]
  if (period === 'weekend') return [today.dayOfWeek === 7 ? today : saturday, sunday]
  return [today, period === 'week' ? sunday : today.with({ day: today.daysInMonth })]
}

function between(first: Temporal.PlainDate | null, last: Temporal.PlainDate | null, zone: string): Span {
  const startOf = (day: Temporal.PlainDate) =>
    day.toZonedDateTime(zone).toInstant().toString({ fractionalSecondDigits: 3 })
  return {
    ...(first !== null && { from: startOf(first) }),
    ...(last !== null && { to: startOf(last.add({ days: 1 })) }),
  }
}

function dayOf(given: string): Temporal.PlainDate | null {
  return given === '' ? null : Temporal.PlainDate.from(given)
}
