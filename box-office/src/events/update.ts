import type { DeliveryContext } from '../deliveries/context.ts'
import type { Principal } from '../rest/principal.ts'
import { missing } from '../refusal.ts'
import { Fields } from '../rest/fields.ts'
import { changeAndTell } from '../deliveries/announce.ts'
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
import { eventShape } from './shape.ts'
import { type EventRow, updateEvent, updateEventAttributes } from './store.ts'

type Edit = { eventId: number; input: unknown }

/** Replaces an event's own fields: what is left out is emptied. Attributes stay unless given. */
export async function editEvent(
  context: DeliveryContext,
  principal: Principal,
  edit: Edit,
): Promise<EventRow> {
  const current = await requireEvent(context, principal, edit.eventId)
  const { attributes, ...wanted } = readEdit(edit.input, current)
  return changeAndTell(context, current.organizer_id, async (tx, announce) => {
    if (attributes !== null) await updateEventAttributes(tx, { id: current.id, attributes })
    const [event] = await updateEvent(tx, { id: current.id, ...wanted })
    if (event === undefined) throw missing('Event', current.id)
    await announce('event.updated', eventShape(event, context.clock.now()))
    return event
  })
}

function readEdit(input: unknown, current: EventRow) {
  const fields = new Fields(input)
  const title = readTitle(fields)
  // A Hi.Events fails without these two; to keep silently what was there would hide the caller's mistake.
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
