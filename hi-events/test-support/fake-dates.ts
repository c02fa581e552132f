import { datesIn, type FakeDate, type FakeEvent } from './fake-shop.ts'

/** What the fake's clock and version are. */
type Version = { hasDates: boolean; lateMs: number }

const SHOWN_FIELDS = [
  ...(['id', 'title', 'category', 'description', 'start_date', 'end_date', 'status'] as const),
  ...(['currency', 'timezone', 'slug', 'attributes', 'images'] as const),
]

/** An event as its account reads it. */
export function readAnswer({ hasDates, lateMs }: Version, event: FakeEvent): Record<string, unknown> {
  const now = Date.now() - lateMs
  if (!hasDates) return stockAnswer(event, now)
  return {
    ...datedAnswer(event, now),
    occurrences: datesIn(event).map((date) => dateAnswer(event, date, now)),
  }
}

/** An event as attendees read it: without its cancelled dates. */
export function publicAnswer({ hasDates, lateMs }: Version, event: FakeEvent): Record<string, unknown> {
  const now = Date.now() - lateMs
  if (!hasDates) return stockAnswer(event, now)
  const { recurrence_rule: _rule, ...shown } = datedAnswer(event, now)
  const dates = datesIn(event).filter((date) => date.status !== 'CANCELLED')
  const occurrences = dates.map((date) => {
    const { used_capacity: _used, is_overridden: _overridden, ...rest } = dateAnswer(event, date, now)
    return rest
  })
  return { ...shown, occurrences }
}

/** An event in the answer to a write and in a webhook. Recorded: the next version does not say its dates there. */
export function writeAnswer({ hasDates, lateMs }: Version, event: FakeEvent): Record<string, unknown> {
  if (!hasDates) return stockAnswer(event, Date.now() - lateMs)
  const undated = { start_date: null, end_date: null, next_occurrence_start_date: null }
  return { ...stockAnswer(event, 0), ...undated, lifecycle_status: 'ENDED', ...recurrenceOf(event) }
}

function stockAnswer(event: FakeEvent, now: number): Record<string, unknown> {
  const { end_date } = event
  const hasEnded = end_date !== null && Date.parse(end_date) < now
  const shown = Object.fromEntries(SHOWN_FIELDS.map((field) => [field, event[field]]))
  return { ...shown, lifecycle_status: hasEnded ? 'ENDED' : 'UPCOMING' }
}

function recurrenceOf({ dates }: FakeEvent) {
  const isRecurring = dates !== undefined
  return {
    type: isRecurring ? 'RECURRING' : 'SINGLE',
    recurrence_rule: isRecurring ? { frequency: 'weekly', interval: 1 } : null,
  }
}

const endOf = ({ start_date, end_date }: FakeDate) => Date.parse(end_date ?? start_date)

/** Its start is that of its first date, its end that of its last. */
function datedAnswer(event: FakeEvent, now: number): Record<string, unknown> {
  const dates = datesIn(event).toSorted((a, b) => Date.parse(a.start_date) - Date.parse(b.start_date))
  const next = dates.find((date) => date.status === 'ACTIVE' && Date.parse(date.start_date) > now)
  const isOver = dates.every((date) => endOf(date) < now)
  return {
    ...stockAnswer(event, now),
    ...recurrenceOf(event),
    start_date: dates[0]?.start_date ?? null,
    end_date: dates.at(-1)?.end_date ?? null,
    next_occurrence_start_date: next?.start_date ?? null,
    lifecycle_status: isOver ? 'ENDED' : 'UPCOMING',
  }
}

function dateAnswer(event: FakeEvent, date: FakeDate, now: number): Record<string, unknown> {
  const { id, start_date, end_date, status, capacity, used, label } = date
  return {
    id,
    event_id: event.id,
    start_date,
    end_date,
    status,
    capacity,
    used_capacity: used,
    available_capacity: capacity === null ? null : capacity - used,
    label,
    is_overridden: false,
    is_past: endOf(date) < now,
    is_future: Date.parse(start_date) > now,
    is_active: status === 'ACTIVE',
  }
}
