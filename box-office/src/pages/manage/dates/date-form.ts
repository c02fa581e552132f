import type { OccurrenceRow } from '../../../dates/store.ts'
import type { FormReader } from '../../kit/form/form-reader.ts'
import { momentValues, readMoment } from '../../kit/form/moment.ts'
import { readPlaces } from '../../kit/form/sale-fields.ts'

/** A date as its form shows it. */
export function valuesOfDate({ start_date, end_date, capacity, label }: OccurrenceRow, timezone: string) {
  return {
    ...momentValues('start', start_date, timezone),
    ...momentValues('end', end_date, timezone),
    places: capacity,
    label,
  }
}

/** Reads the form of one date into the body of a write. */
export function readDateForm(form: FormReader, timezone: string) {
  const start_date = readMoment(form, 'start', timezone)
  const end_date = readMoment(form, 'end', timezone)
  if (form.text('start') === '') form.refuse('start', 'Say when it starts')
  if (start_date !== null && end_date !== null && end_date <= start_date)
    form.refuse('end', 'The end has to come after the start')
  const label = form.text('label', { max: 100 })
  return { start_date, end_date, capacity: readPlaces(form, 'places'), label: label === '' ? null : label }
}
