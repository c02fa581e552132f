import type { Context } from '../context.ts'
import type { Principal } from '../identity/session.ts'
import { missing } from '../refusal.ts'
import { Fields } from '../rest/fields.ts'
import { announce } from '../webhooks/announce.ts'
import { requireEvent } from './read.ts'
import { eventShape } from './shape.ts'
import { type EventRow, type EventStatus, updateEventStatus } from './store.ts'

export const EVENT_STATUSES: readonly EventStatus[] = ['DRAFT', 'LIVE', 'ARCHIVED']

/** Publishes, unpublishes or archives; any transition is allowed, the same status again too, and is told each time. */
export async function changeEventStatus(
  context: Context,
  principal: Principal,
  { eventId, input }: { eventId: number; input: unknown },
): Promise<EventRow> {
  const { id } = await requireEvent(context, principal, eventId)
  const fields = new Fields(input)
  const status = fields.choice('status', EVENT_STATUSES) ?? 'DRAFT'
  fields.done()
  return context.tellingDb.begin(async (tx) => {
    const [event] = await updateEventStatus(tx, { id, status })
    if (event === undefined) throw missing('Event', id)
    const payload = eventShape(event, context.clock.now())
    const type = status === 'ARCHIVED' ? 'event.archived' : 'event.updated'
    await announce(context, { organizerId: event.organizer_id, type, payload })
    return event
  })
}
