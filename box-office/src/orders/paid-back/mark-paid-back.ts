import type { DeliveryContext } from '../../deliveries/context.ts'
import { requireEvent } from '../../events/read.ts'
import type { Principal } from '../../rest/principal.ts'
import { Refusal } from '../../refusal.ts'
import { mailRefund } from '../mails/write-mails.ts'
import { rereadOrder } from '../read.ts'
import { settle } from '../settle.ts'
import { orderWebhookShape } from '../shape.ts'
import { type DueOrder, findRefunder, listDue, markRefunded } from './store.ts'

/**
 * Notes that the money of an order was paid back, by whom, and tells the buyer. The box office moves no money itself.
 *
 * @throws Refusal 404; 409 when nothing of it is to be paid back
 */
export async function markPaidBack(
  context: DeliveryContext,
  principal: Principal,
  ids: { eventId: number; id: number },
): Promise<void> {
  await settle({ context, principal, ids }, async (tx, { order, event, sendWebhooks }) => {
    if (!(await markRefunded(tx, { id: order.id, userId: principal.userId })))
      throw new Refusal(409, 'Nothing of this order is to be paid back.')
    const full = await rereadOrder(tx, order.id)
    await mailRefund(tx, context, { event, full })
    await sendWebhooks('order.refunded', orderWebhookShape(full))
    return full
  })
  context.log.info({ order: ids.id, user: principal.userId }, 'an order is marked as paid back')
}

/** The same for each order of an event. One that another request has marked meanwhile is left. */
export async function markAllPaidBack(
  context: DeliveryContext,
  principal: Principal,
  eventId: number,
): Promise<void> {
  for (const { id } of await listOrdersDue(context, principal, eventId))
    await markPaidBack(context, principal, { eventId, id }).catch((error: unknown) => {
      if (!(error instanceof Refusal) || error.status !== 409) throw error
    })
}

/** The orders of an event whose money is still to be paid back. @throws Refusal 404 */
export async function listOrdersDue(
  context: DeliveryContext,
  principal: Principal,
  eventId: number,
): Promise<DueOrder[]> {
  const event = await requireEvent(context, principal, eventId)
  return listDue(context.db, event.id)
}

/** What an order says of its money: whether it is to be paid back, or who marked it as paid back. */
export type Refund = { isDue: boolean; by: string | null }

export async function readRefund(
  context: DeliveryContext,
  principal: Principal,
  { eventId, id }: { eventId: number; id: number },
): Promise<Refund> {
  const due = await listOrdersDue(context, principal, eventId)
  return { isDue: due.some((each) => each.id === id), by: await findRefunder(context.db, id) }
}
