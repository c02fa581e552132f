import type { DeliveryContext } from '../deliveries/context.ts'
import type { Principal } from '../rest/principal.ts'
import { missing } from '../refusal.ts'
import { Fields } from '../rest/fields.ts'
import { changeWithWebhooks } from '../deliveries/announce.ts'
import { requireEvent } from './read.ts'
import { writtenShape } from './dates/dated-shape.ts'
import { type EventRow, type EventStatus, updateEventStatus } from './store.ts'

const EVENT_STATUSES: readonly EventStatus[] = ['DRAFT', 'LIVE', 'ARCHIVED']

/** Publishes, unpublishes or archives. Every transition is allowed and sends a webhook, also one to the same status. */
export async function changeEventStatus(
  context: DeliveryContext,
  principal: Principal,
  { eventId, input }: { eventId: number; input: unknown },
): Promise<EventRow> {
  const { id, organizer_id } = await requireEvent(context, principal, eventId)
  const fields = new Fields(input)
  const status = fields.choice('status', EVENT_STATUSES) ?? 'DRAFT'
  fields.done()
  return changeWithWebhooks(context, organizer_id, async (tx, sendWebhooks) => {
    const [event] = await updateEventStatus(tx, { id, status })
    if (event === undefined) throw missing('Event', id)
    const type = status === 'ARCHIVED' ? 'event.archived' : 'event.updated'
    await sendWebhooks(type, writtenShape(context, event))
    return event
  })
}
