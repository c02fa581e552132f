import type { DeliveryContext } from '../deliveries/context.ts'
import type { Principal } from '../rest/principal.ts'
import { Refusal } from '../refusal.ts'
import { changeWithWebhooks } from '../deliveries/announce.ts'
import { requireEvent } from './read.ts'
import { deleteEvent, findEvent, hasCompletedOrders } from './store.ts'

const HAS_ORDERS = 'This event has completed orders. Cancel them first, or cancel the event.'

/**
 * Deletes an event without a webhook, as Hi.Events does.
 *
 * @throws Refusal 409 while it has completed orders
 */
export async function removeEvent(context: DeliveryContext, principal: Principal, id: number): Promise<void> {
  const event = await requireEvent(context, principal, id)
  const isGone = await changeWithWebhooks(context, event.organizer_id, (tx) => deleteEvent(tx, event.id))
  // A concurrent call may have deleted it: that is a success too.
  const isKept =
    !isGone && (await findEvent(context.db, { accountId: principal.accountId, id })) !== undefined
  if (isKept) throw new Refusal(409, HAS_ORDERS)
}

/** The reason why an event cannot be deleted; null when it can. */
export async function whyNotRemovable({ db }: DeliveryContext, id: number): Promise<string | null> {
  return (await hasCompletedOrders(db, id)) ? HAS_ORDERS : null
}
