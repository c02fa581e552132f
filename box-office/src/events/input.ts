import { currentZone } from '@tuvens/platform/zones'
import { isCurrency, isTimezone, parseDate } from '../rest/dates.ts'
import type { Fields } from '../rest/fields.ts'
import { purifyHtml } from '../rest/text.ts'
import type { EventAttribute } from './store.ts'

export const EVENT_CATEGORIES = [
  'SOCIAL',
  'FOOD_DRINK',
  'CHARITY',
  'MUSIC',
  'ART',
  'COMEDY',
  'THEATER',
  'BUSINESS',
  'TECH',
  'EDUCATION',
  'WORKSHOP',
  'SPORTS',
  'FESTIVAL',
  'NIGHTLIFE',
  'OTHER',
]

export function readTitle(fields: Fields): string {
  return fields.text('title', { max: 150 })
}

export function readDescription(fields: Fields): string | null {
  const html = fields.optionalText('description', { max: 50_000, kind: 'lines' })
  return html === null ? null : purifyHtml(html)
}

export function readTimezone(fields: Fields, fallback: string): string {
  const timezone = fields.optionalText('timezone') ?? fallback
  if (timezone !== '' && isTimezone(timezone)) return currentZone(timezone)
  fields.refuse('timezone', 'The timezone field must be a valid timezone.')
  return 'UTC'
}

export function readCurrency(fields: Fields, fallback: string): string {
  const currency = fields.optionalText('currency') ?? fallback
  if (!isCurrency(currency)) fields.refuse('currency', 'The selected currency is invalid.')
  return currency
}

/** Start and end in UTC; the end is optional. */
export function readDates(fields: Fields, timezone: string): { start_date: Date; end_date: Date | null } {
  const start_date = readDate(fields, 'start_date', timezone)
  if (start_date === null && !isGiven(fields, 'start_date')) fields.text('start_date')
  const end_date = readDate(fields, 'end_date', timezone)
  if (start_date !== null && end_date !== null && end_date < start_date)
    fields.refuse('end_date', 'The end date field must be a date after start date.')
  return { start_date: start_date ?? new Date(0), end_date }
}

export function readDate(fields: Fields, name: string, timezone: string): Date | null {
  const written = fields.optionalText(name, { max: 40 })
  if (written === null) return null
  const date = parseDate(written, timezone)
  if (date === null) fields.refuse(name, `The ${name.replaceAll('_', ' ')} field must be a valid date.`)
  return date
}

function isGiven(fields: Fields, name: string): boolean {
  const value = fields.raw(name)
  return value !== undefined && value !== null && value !== ''
}

/** @returns null when no attributes were given: then responses have no such field */
export function readAttributes(fields: Fields): EventAttribute[] | null {
  if (!fields.has('attributes') || fields.raw('attributes') === null) return null
  return fields.list('attributes', 50).map((each) => ({
    name: each.text('name'),
    value: each.text('value', { max: 1000, kind: 'lines' }),
    is_public: each.boolean('is_public', false),
  }))
}
