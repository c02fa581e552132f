import { PERMISSIONS_OF_ROLE, ServiceError, type TicketingReport } from '@tuvens/contract'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { userOf } from '../http/caller.ts'
import { phaseOf } from '../catalogue/represent.ts'
import type { AuthContext } from '../auth/context.ts'
import { askTickets } from './ask-tickets.ts'
import { findView, type View } from './store.ts'

type Asking = { request: FastifyRequest; reply: FastifyReply }

/**
 * Why is ticketing not showing? This side's view of an event, with the ticket origin's beside it.
 *
 * @throws ServiceError RATE_LIMITED, EVENT_NOT_FOUND, NOT_A_MEMBER, PERMISSION_DENIED
 */
export async function compileReport(
  context: AuthContext,
  eventId: string,
  { request, reply }: Asking,
): Promise<TicketingReport> {
  const userId = userOf(request)
  await context.limits.take('report', userId, reply)
  const view = await findView(context.db, eventId, userId)
  checkRight(view)
  const { ticket_side, tickets } = await askTickets(context, { eventId, userId, requestId: request.id })
  const seen_at = new Date(context.clock.now()).toISOString()
  return { event_id: eventId, seen_at, ...represent(view), ticket_side, tickets }
}

function checkRight(view: View | undefined): asserts view is View {
  if (view === undefined) throw new ServiceError('EVENT_NOT_FOUND')
  if (view.role === null) throw new ServiceError('NOT_A_MEMBER')
  if (!PERMISSIONS_OF_ROLE[view.role].includes('manage_ticketing'))
    throw new ServiceError('PERMISSION_DENIED')
}

function represent(view: View): Omit<TicketingReport, 'event_id' | 'seen_at' | 'ticket_side' | 'tickets'> {
  const { source_sent_at: sentAt, received_at: receivedAt } = view
  return {
    status: view.ticketing_status,
    phase: phaseOf(view),
    version: view.ticketing_version,
    changed_at: view.changed_at?.toISOString() ?? null,
    hi_events_event_id: view.hi_events_event_id === null ? null : Number(view.hi_events_event_id),
    widget_url: view.widget_url,
    ends_at: view.end_date?.toISOString() ?? null,
    last_message:
      sentAt === null
        ? null
        : { sent_at: sentAt.toISOString(), received_at: receivedAt?.toISOString() ?? null },
  }
}
