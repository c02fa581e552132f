import type { DeliveryContext } from '../deliveries/context.ts'
import type { Principal } from '../rest/principal.ts'
import { missing } from '../refusal.ts'
import { Fields } from '../rest/fields.ts'
import { spanDates } from '../dates/store.ts'
import { changeWithWebhooks } from '../deliveries/announce.ts'
import {
  EVENT_CATEGORIES,
  readAttributes,
  readCurrency,
  readDates,
  readDescription,
  readTimezone,
  readTitle,
} from './input.ts'
import { requireEvent } from './read.ts'
import { writtenShape } from './dates/dated-shape.ts'
import { type EventRow, findAnyEvent, updateEvent, updateEventAttributes } from './store.ts'

type EventEdit = { eventId: number; input: unknown }

/** Replaces an event's fields: missing ones are emptied, except attributes. */
export async function editEvent(
  context: DeliveryContext,
  principal: Principal,
  edit: EventEdit,
): Promise<EventRow> {
  const current = await requireEvent(context, principal, edit.eventId)
  const { attributes, ...wanted } = readEdit(edit.input, current)
  return changeWithWebhooks(context, current.organizer_id, async (tx, sendWebhooks) => {
    if (attributes !== null) await updateEventAttributes(tx, { id: current.id, attributes })
    await updateEvent(tx, { id: current.id, ...wanted })
    await spanDates(tx, current.id)
    const event = await findAnyEvent(tx, current.id)
    if (event === undefined) throw missing('Event', current.id)
    await sendWebhooks('event.updated', writtenShape(context, event))
    return event
  })
}

function readEdit(input: unknown, current: EventRow) {
  const fields = new Fields(input)
  const title = readTitle(fields)
  // Hi.Events answers 500 without these two, so they are required here.
  const category = fields.choice('category', EVENT_CATEGORIES) ?? 'OTHER'
  if (!fields.has('timezone')) fields.refuse('timezone', 'The timezone field is required.')
  const timezone = readTimezone(fields, current.timezone)
  const edit = {
    title,
    description: readDescription(fields),
    category,
    currency: readCurrency(fields, current.currency),
    timezone,
    ...readDates(fields, timezone),
    attributes: readAttributes(fields),
  }
  fields.done()
  return edit
}
