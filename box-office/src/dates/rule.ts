import { parseDate } from '../rest/dates.ts'
import type { Fields } from '../rest/fields.ts'
import type { NewOccurrence } from './store.ts'

/** How often an event takes place, as Hi.Events stores it. */
export type Rule = {
  frequency: 'daily' | 'weekly'
  interval: number
  days_of_week: string[]
  times_of_day: { time: string; label: string | null; duration_minutes: number }[]
  range: { type: 'count'; count: number } | { type: 'until'; until: string }
  default_capacity: number | null
}

const DAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'] as const
const DAY_MS = 86_400_000
/** As many dates as one event may have. */
export const MAX_DATES = 366
const MAX_DAYS = 3 * 366

/** Reads the rule of a request body. */
export function readRule(fields: Fields): Rule {
  const rule = fields.nested('recurrence_rule')
  const range = rule.nested('range')
  const type = range.choice('type', ['count', 'until'])
  const times = rule.list('times_of_day', 24).map((each) => ({
    time: readTime(each),
    label: each.optionalText('label', { max: 100 }),
    duration_minutes: each.optionalInteger('duration_minutes', { min: 1, max: 10_080 }) ?? 60,
  }))
  if (times.length === 0) rule.refuse('times_of_day', 'The times of day field is required.')
  return {
    frequency: rule.choice('frequency', ['daily', 'weekly']) ?? 'weekly',
    interval: rule.optionalInteger('interval', { min: 1, max: 52 }) ?? 1,
    days_of_week: rule.entries('days_of_week', 7).filter((each) => typeof each === 'string'),
    times_of_day: times,
    range:
      type === 'until'
        ? { type, until: range.text('until', { max: 40 }) }
        : { type: 'count', count: range.integer('count', { min: 1, max: MAX_DATES }) },
    default_capacity: rule.optionalInteger('default_capacity', { max: 1_000_000 }),
  }
}

function readTime(fields: Fields): string {
  const time = fields.text('time', { max: 5 })
  if (/^([01]\d|2[0-3]):[0-5]\d$/.test(time)) return time
  fields.refuse('time', 'The time field must match the format H:i.')
  return '00:00'
}

/** The dates of a rule from now on, in the event's time zone: 20:00 stays 20:00 when the clocks change. */
export function datesOfRule(
  rule: Rule,
  { timezone, now }: { timezone: string; now: number },
): NewOccurrence[] {
  const { range } = rule
  const until = range.type === 'until' ? (parseDate(range.until, timezone)?.getTime() ?? 0) : Infinity
  const most = range.type === 'count' ? range.count : MAX_DATES
  const today = Date.parse(`${dayIn(timezone, now)}T00:00:00Z`)
  const dates: NewOccurrence[] = []
  for (let day = 0; day < MAX_DAYS && dates.length < most; day++) {
    const at = new Date(today + day * DAY_MS)
    if (at.getTime() > until) break
    if (takesPlace(rule, { at, day, today })) dates.push(...datesOn(rule, { at, timezone, now }))
  }
  return dates.slice(0, most)
}

/** `YYYY-MM-DD` where the event takes place. */
export function dayIn(timezone: string, at: number): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone: timezone }).format(at)
}

/** `YYYY-MM-DD HH:MM` where the event takes place: as rules name the single dates that they leave out. */
export function minuteIn(timezone: string, at: Date): string {
  return `${dayIn(timezone, at.getTime())} ${clockIn(timezone, at)}`
}

function clockIn(timezone: string, at: Date): string {
  const clock = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const
  return new Intl.DateTimeFormat('en-GB', { ...clock, timeZone: timezone }).format(at)
}

function takesPlace(rule: Rule, { at, day, today }: { at: Date; day: number; today: number }): boolean {
  if (rule.frequency === 'daily') return day % rule.interval === 0
  const monday = (time: number) => Math.floor((time / DAY_MS + 3) / 7)
  const isItsWeek = (monday(at.getTime()) - monday(today)) % rule.interval === 0
  return isItsWeek && rule.days_of_week.includes(DAYS[at.getUTCDay()] ?? '')
}

type Day = { at: Date; timezone: string; now: number }

function datesOn(rule: Rule, { at, timezone, now }: Day): NewOccurrence[] {
  return rule.times_of_day.flatMap(({ time, label, duration_minutes }) => {
    const start_date = parseDate(`${at.toISOString().slice(0, 10)}T${time}`, timezone)
    if (start_date === null || start_date.getTime() <= now) return []
    const end_date = new Date(start_date.getTime() + duration_minutes * 60_000)
    return [{ start_date, end_date, capacity: rule.default_capacity, label }]
  })
}
