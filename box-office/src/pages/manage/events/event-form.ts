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

/** The body of `PUT /events/{id}`; undefined when a field was refused. An unchanged description keeps the HTML of `current`. */
export function readEventForm(
  form: FormReader,
  current: StoredEvent | null,
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
    start_date: readMoment(form, 'start', zone),
    end_date: readMoment(form, 'end', zone),
  }
  if (form.text('start') === '') form.refuse('start', 'Say when it starts')
  if (event.start_date !== null && event.end_date !== null && event.end_date <= event.start_date)
    form.refuse('end', 'The end has to come after the start')
  return form.ok ? event : undefined
}
