/** What a person asks for in *Repeat* on the event form. */
export type RepeatValues = {
  repeat_every: string
  /** `YYYY-MM-DD` */
  repeat_until: string
  /** For rules by week; none means the weekday of the first date. */
  repeat_days: string[]
}

export const NO_REPEAT: RepeatValues = { repeat_every: '', repeat_until: '', repeat_days: [] }

/** How often an event takes place. */
export const REPEATS = [
  { value: 'day', label: 'Every day' },
  { value: 'week', label: 'Every week' },
  { value: 'two_weeks', label: 'Every two weeks' },
  { value: 'month_day', label: 'Every month, on the same day of the month' },
  { value: 'month_weekday', label: 'Every month, on the same weekday' },
]

/** By their names in iCalendar (RFC 5545, section 3.3.10). */
export const WEEKDAYS = [
  ['MO', 'Monday'],
  ['TU', 'Tuesday'],
  ['WE', 'Wednesday'],
  ['TH', 'Thursday'],
  ['FR', 'Friday'],
  ['SA', 'Saturday'],
  ['SU', 'Sunday'],
] as const
