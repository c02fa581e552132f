import type { Tx } from '@tuvens/platform/db/db'
import type { DeliveryContext } from '../deliveries/context.ts'
import { requireEvent } from '../events/read.ts'
import type { EventRow } from '../events/store.ts'
import type { Principal } from '../rest/principal.ts'
import { mailCancellation } from './mails/write-mails.ts'
import { missing, Refusal } from '../refusal.ts'
import { type SendWebhooks, changeWithWebhooks } from '../deliveries/announce.ts'
import { updateAttendeesOf } from './attendee-store.ts'
import { type FullOrder, rereadOrder } from './read.ts'
import { attendeeWebhookShape, orderWebhookShape } from './shape.ts'
import { findOrderById, lockOrder, type OrderRow, updateOrderStatus } from './store.ts'

type OrderIds = { eventId: number; id: number }

/** Cancels an order: its tickets become invalid and go back on sale. */
export async function cancelOrder(
  context: DeliveryContext,
  principal: Principal,
  ids: OrderIds,
): Promise<FullOrder> {
  return settle({ context, principal, ids }, async (tx, { order, event, sendWebhooks }) => {
    if (order.status !== 'COMPLETED' && order.status !== 'AWAITING_OFFLINE_PAYMENT')
      throw new Refusal(409, 'This order cannot be cancelled.')
    await updateOrderStatus(tx, { id: order.id, status: 'CANCELLED', payment_status: order.payment_status })
    await updateAttendeesOf(tx, { orderId: order.id, from: ['ACTIVE', 'AWAITING_PAYMENT'], to: 'CANCELLED' })
    const full = await rereadOrder(tx, order.id)
    await mailCancellation(tx, context, { event, full })
    for (const attendee of full.attendees)
      await sendWebhooks('attendee.cancelled', attendeeWebhookShape(attendee))
    await sendWebhooks('order.cancelled', orderWebhookShape(full))
    return full
  })
}

/** Records payment at the door. */
export async function markOrderPaid(
  context: DeliveryContext,
  principal: Principal,
  ids: OrderIds,
): Promise<FullOrder> {
  return settle({ context, principal, ids }, async (tx, { order, sendWebhooks }) => {
    if (order.status !== 'AWAITING_OFFLINE_PAYMENT')
      throw new Refusal(409, 'This order is not awaiting payment.')
    await updateOrderStatus(tx, { id: order.id, status: 'COMPLETED', payment_status: 'PAYMENT_RECEIVED' })
    await updateAttendeesOf(tx, { orderId: order.id, from: ['AWAITING_PAYMENT'], to: 'ACTIVE' })
    const full = await rereadOrder(tx, order.id)
    await sendWebhooks('order.marked_as_paid', orderWebhookShape(full))
    return full
  })
}

type LockedOrder = { order: OrderRow; event: EventRow; sendWebhooks: SendWebhooks }
type SettleWork = (tx: Tx, locked: LockedOrder) => Promise<FullOrder>

/** Changes an order of the caller's account, locked, with the webhooks of the change. @throws Refusal 404 */
export async function settle(
  {
    context,
    principal,
    ids: { eventId, id },
  }: { context: DeliveryContext; principal: Principal; ids: OrderIds },
  work: SettleWork,
): Promise<FullOrder> {
  const event = await requireEvent(context, principal, eventId)
  const found = await findOrderById(context.db, { eventId, id })
  if (found === undefined) throw missing('Order', id)
  return changeWithWebhooks(context, event.organizer_id, async (tx, sendWebhooks) => {
    const order = await lockOrder(tx, id)
    if (order === undefined) throw missing('Order', id)
    return work(tx, { order, event, sendWebhooks })
  })
}
