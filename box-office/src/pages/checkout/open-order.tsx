import type { FastifyReply, FastifyRequest } from 'fastify'
import { lifecycleOf } from '../../events/shape.ts'
import { isBeingCompleted, isDone, isExpired } from '../../orders/read.ts'
import { Refusal } from '../../refusal.ts'
import type { PageContext } from '../kit/context.ts'
import { seeOther, sendPage } from '../kit/layout/send-page.ts'
import { paramOf } from '../kit/request/query.ts'
import { ClosedEventPage, ExpiredPage, OtherBrowserPage } from './expired-page.tsx'
import { checkoutPath, type OpenedOrder, openOrder } from './load.ts'

/** The order while it can be completed; otherwise sends the page with the reason and returns null. */
export async function tryOpen(
  context: PageContext,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<OpenedOrder | null> {
  const opened = await openOrRefuse(context, request, reply)
  if (opened === null) return null
  const { order, event } = opened
  if (isDone(order) || isBeingCompleted(order, context.clock.now())) {
    seeOther(reply, checkoutPath(opened, 'summary'))
    return null
  }
  const abandoned = order.status === 'ABANDONED'
  const closed = closedPhaseOf(event, context.clock.now())
  if (closed !== null) {
    sendPage(reply, <ClosedEventPage eventId={event.id} phase={closed} />, 410)
    return null
  }
  if (!abandoned && !isExpired(order, context.clock.now())) return opened
  sendPage(reply, <ExpiredPage eventId={event.id} abandoned={abandoned} />, 410)
  return null
}

/** What was held for an event or a date that was cancelled, or is over, is not sold. */
function closedPhaseOf(event: OpenedOrder['event'], now: number): 'cancelled' | 'ended' | null {
  if (event.status === 'ARCHIVED') return 'cancelled'
  return lifecycleOf(event, now) === 'ENDED' ? 'ended' : null
}

export async function openOrRefuse(
  context: PageContext,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<OpenedOrder | null> {
  try {
    return await openOrder(context, request)
  } catch (error) {
    if (!(error instanceof Refusal) || error.status !== 403) throw error
    sendPage(reply, <OtherBrowserPage eventId={paramOf(request, 'event')} />, 403)
    return null
  }
}
