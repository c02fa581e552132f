import type { OccurrenceRow } from '../../../dates/store.ts'
import { localInput } from '../../../rest/words.ts'
import type { FormReader } from '../../kit/form/form-reader.ts'
import { readMoment, readPlaces } from '../../kit/form/sale-fields.ts'

/** A date as its form shows it. */
export function valuesOfDate({ start_date, end_date, capacity, label }: OccurrenceRow, timezone: string) {
  return {
    start: localInput(start_date, timezone),
    end: end_date === null ? '' : localInput(end_date, timezone),
    places: capacity,
    label,
  }
}

/**
 * Reads the form of one date into the body of a write.
 *
 * @param current the date that is changed; null for a new one
 */
export function readDateForm(form: FormReader, timezone: string, current: OccurrenceRow | null) {
  const start_date = readTime(form, 'start', { timezone, at: current?.start_date ?? null })
  const end_date = readTime(form, 'end', { timezone, at: current?.end_date ?? null })
  if (form.text('start') === '') form.refuse('start', 'Say when it starts')
  if (start_date !== null && end_date !== null && end_date <= start_date)
    form.refuse('end', 'The end has to come after the start')
  const label = form.text('label', { max: 100 })
  return { start_date, end_date, capacity: readPlaces(form, 'places'), label: label === '' ? null : label }
}

/** An unchanged time stays what it is: a form has no seconds, and in one hour of the year it does not tell which is meant. */
function readTime(
  form: FormReader,
  name: string,
  { timezone, at }: { timezone: string; at: Date | null },
): string | null {
  const moment = readMoment(form, name, timezone)
  return at !== null && form.text(name) === localInput(at, timezone) ? at.toISOString() : moment
}
