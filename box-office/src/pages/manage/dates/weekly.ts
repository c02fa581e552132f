import { MAX_DATES } from '../../../dates/rule.ts'
import type { FormReader } from '../../kit/form/form-reader.ts'

/** The days of a week, as rules name them. */
export const DAYS = [
  ['monday', 'Monday'],
  ['tuesday', 'Tuesday'],
  ['wednesday', 'Wednesday'],
  ['thursday', 'Thursday'],
  ['friday', 'Friday'],
  ['saturday', 'Saturday'],
  ['sunday', 'Sunday'],
] as const

/** What the form suggests. */
export const WEEKLY = { day: 'friday', time: '20:00', minutes: '120', count: '8' }

/** Reads the form into a rule. */
export function readWeekly(form: FormReader) {
  const day = form.choice(
    'day',
    DAYS.map(([name]) => name),
    'Choose a day of the week',
  )
  const time = form.text('time', { required: 'Say at what time it starts, like 20:00' })
  if (time !== '' && !/^([01]\d|2[0-3]):[0-5]\d$/.test(time)) form.refuse('time', 'Write the time like 20:00')
  const minutes = { label: 'The minutes', min: 1, max: 10_080, required: 'Say how long it lasts' }
  const count = { label: 'The number of dates', min: 1, max: MAX_DATES, required: 'Say how many dates' }
  return {
    frequency: 'weekly',
    interval: 1,
    days_of_week: [day],
    times_of_day: [{ time, label: null, duration_minutes: form.integer('minutes', minutes) }],
    range: { type: 'count', count: form.integer('count', count) },
    default_capacity: form.integer('places', { label: 'The places', min: 1 }),
  }
}
