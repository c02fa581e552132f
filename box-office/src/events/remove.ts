import type { DeliveryContext } from '../deliveries/context.ts'
import type { Principal } from '../rest/principal.ts'
import { Refusal } from '../refusal.ts'
import { changeAndTell } from '../deliveries/announce.ts'
import { requireEvent } from './read.ts'
import { deleteEvent, findEvent, hasCompletedOrders } from './store.ts'

const HAS_ORDERS = 'This event has completed orders. Cancel them first, or cancel the event.'

/**
 * Deletes an event, and tells nobody.
 *
 * @throws Refusal 409 while it has completed orders, as Hi.Events does
 */
export async function removeEvent(context: DeliveryContext, principal: Principal, id: number): Promise<void> {
  const event = await requireEvent(context, principal, id)
  const isGone = await changeAndTell(context, event.organizer_id, (tx) => deleteEvent(tx, event.id))
  // Somebody else may have deleted it meanwhile: then it is gone, as was asked.
  const isKept =
    !isGone && (await findEvent(context.db, { accountId: principal.accountId, id })) !== undefined
  if (isKept) throw new Refusal(409, HAS_ORDERS)
}

/** Why an event may not be deleted; null when it may. */
export async function whyNotRemovable({ db }: DeliveryContext, id: number): Promise<string | null> {
  return (await hasCompletedOrders(db, id)) ? HAS_ORDERS : null
}
