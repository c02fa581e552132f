import type { Tx } from '@tuvens/platform/db'
import type { DeliveryContext } from '../deliveries/context.ts'
import { requireEvent } from '../events/read.ts'
import type { EventRow } from '../events/store.ts'
import type { Principal } from '../rest/principal.ts'
import { mailCancellation } from './write-mails.ts'
import { missing, Refusal } from '../refusal.ts'
import { type Announce, changeAndTell } from '../deliveries/announce.ts'
import { updateAttendeesOf } from './attendee-store.ts'
import { type FullOrder, rereadOrder } from './read.ts'
import { attendeeWebhookShape, orderWebhookShape } from './shape.ts'
import { findOrderById, lockOrder, type OrderRow, updateOrderStatus } from './store.ts'

type Named = { eventId: number; id: number }

/** Takes an order back: its tickets are worth nothing any more and may be sold again. */
export async function cancelOrder(
  context: DeliveryContext,
  principal: Principal,
  named: Named,
): Promise<FullOrder> {
  return settle({ context, principal, named }, async (tx, { order, event, announce }) => {
    if (order.status !== 'COMPLETED' && order.status !== 'AWAITING_OFFLINE_PAYMENT')
      throw new Refusal(409, 'This order cannot be cancelled.')
    await updateOrderStatus(tx, { id: order.id, status: 'CANCELLED', payment_status: order.payment_status })
    await updateAttendeesOf(tx, { orderId: order.id, from: ['ACTIVE', 'AWAITING_PAYMENT'], to: 'CANCELLED' })
    const full = await rereadOrder(tx, order.id)
    await mailCancellation(tx, context, { event, full })
    for (const attendee of full.attendees)
      await announce('attendee.cancelled', attendeeWebhookShape(attendee))
    await announce('order.cancelled', orderWebhookShape(full))
    return full
  })
}

/** Somebody paid at the door. */
export async function markOrderPaid(
  context: DeliveryContext,
  principal: Principal,
  named: Named,
): Promise<FullOrder> {
  return settle({ context, principal, named }, async (tx, { order, announce }) => {
    if (order.status !== 'AWAITING_OFFLINE_PAYMENT')
      throw new Refusal(409, 'This order is not awaiting payment.')
    await updateOrderStatus(tx, { id: order.id, status: 'COMPLETED', payment_status: 'PAYMENT_RECEIVED' })
    await updateAttendeesOf(tx, { orderId: order.id, from: ['AWAITING_PAYMENT'], to: 'ACTIVE' })
    const full = await rereadOrder(tx, order.id)
    await announce('order.marked_as_paid', orderWebhookShape(full))
    return full
  })
}

type Found = { order: OrderRow; event: EventRow; announce: Announce }
type Settling = (tx: Tx, found: Found) => Promise<FullOrder>

async function settle(
  {
    context,
    principal,
    named: { eventId, id },
  }: { context: DeliveryContext; principal: Principal; named: Named },
  work: Settling,
): Promise<FullOrder> {
  const event = await requireEvent(context, principal, eventId)
  const found = await findOrderById(context.db, { eventId, id })
  if (found === undefined) throw missing('Order', id)
  return changeAndTell(context, event.organizer_id, async (tx, announce) => {
    const order = await lockOrder(tx, id)
    if (order === undefined) throw missing('Order', id)
    return work(tx, { order, event, announce })
  })
}
