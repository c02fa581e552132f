import { EVENT_CATEGORIES } from '../../../events/input.ts'
import type { EventRow } from '../../../events/store.ts'
import { isTimezone } from '../../../rest/dates.ts'
import type { FormReader } from '../../kit/form/form-reader.ts'
import { toHtml, toMarkup } from '../../kit/form/rich-text.ts'
import { readMoment } from '../../kit/form/moment.ts'

const CATEGORY_NAMES: Readonly<Record<string, string>> = {
  FOOD_DRINK: 'Food & drink',
  TECH: 'Technology',
}

export const CATEGORIES = EVENT_CATEGORIES.map((value) => ({
  value,
  label: CATEGORY_NAMES[value] ?? value.charAt(0) + value.slice(1).toLowerCase(),
}))

type StoredEvent = Pick<EventRow, 'description'>

type Times = Pick<EventRow, 'start_date' | 'end_date'>

/**
 * The body of `PUT /events/{id}`; undefined when a field was refused. An unchanged description keeps the HTML of `current`, and
 * an event of several dates its `times`.
 */
export function readEventForm(
  form: FormReader,
  current: StoredEvent | null,
  times?: Times,
): Record<string, unknown> | undefined {
  const timezone = form.text('timezone', { required: 'Choose a time zone' })
  if (timezone !== '' && !isTimezone(timezone)) form.refuse('timezone', 'Choose a time zone from the list')
  const zone = isTimezone(timezone) ? timezone : 'UTC'
  const markup = form.text('description', { max: 20_000, hasLines: true })
  const isUnchanged = current !== null && markup === toMarkup(current.description)
  const event = {
    title: form.text('title', { max: 150, required: 'Give the event a name' }),
    description: isUnchanged ? current.description : toHtml(markup),
    category: form.choice('category', EVENT_CATEGORIES, 'Choose a category from the list'),
    timezone: zone,
    ...(times === undefined ? readTimes(form, zone) : writtenTimes(times)),
  }
  return form.ok ? event : undefined
}

function writtenTimes({ start_date, end_date }: Times) {
  return { start_date: start_date.toISOString(), end_date: end_date?.toISOString() ?? null }
}

function readTimes(form: FormReader, zone: string) {
  const start_date = readMoment(form, 'start', zone)
  const end_date = readMoment(form, 'end', zone)
  if (form.text('start') === '') form.refuse('start', 'Say when it starts')
  if (start_date !== null && end_date !== null && end_date <= start_date)
    form.refuse('end', 'The end has to come after the start')
  return { start_date, end_date }
}
