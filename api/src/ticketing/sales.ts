import { type EventSales, TICKET_ORIGIN_ROUTES } from '@tuvens/contract'
import { callOf } from '@tuvens/platform/http/route'
import { askTicketOrigin, type LinkCall, onBehalf, requireOnLink } from './ask-ticket-origin.ts'
import type { TicketingContext } from './context.ts'

/** How an event sells. The ticket system has the orders: nothing of them is stored here. */
export async function readSales(context: TicketingContext, call: LinkCall): Promise<EventSales> {
  await requireOnLink(context, call, 'view_reports')
  return askTicketOrigin(() =>
    context.ticketOrigin.call(callOf(TICKET_ORIGIN_ROUTES.linkSales, onBehalf(call))),
  )
}
