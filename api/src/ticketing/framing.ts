import { type Framing, type PutFramingRequest, TICKET_ORIGIN_ROUTES } from '@tuvens/contract'
import { CallError } from '@tuvens/platform/http/call-error'
import { callOf } from '@tuvens/platform/http/route'
import { auditOrigin } from '../audit/record.ts'
import { userOf } from '../http/caller.ts'
import { askTicketOrigin, type LinkCall, onBehalf, requireManagerOfLink } from './ask-ticket-origin.ts'
import type { TicketingContext } from './context.ts'

/** The sites that may frame the tickets of an event. They are stored with the link, by the ticket origin. */
export async function readFraming(context: TicketingContext, call: LinkCall): Promise<Framing> {
  await requireManagerOfLink(context, call)
  return askTicketOrigin(() =>
    context.ticketOrigin.call(callOf(TICKET_ORIGIN_ROUTES.linkFraming, onBehalf(call))),
  )
}

/** Replaces these sites. When the answer has come, the change holds at every node of the ticket origin. */
export async function putFraming(
  context: TicketingContext,
  call: LinkCall & { body: PutFramingRequest },
): Promise<Framing> {
  const accountId = await requireManagerOfLink(context, call)
  const { body } = call
  const framing = await askTicketOrigin(() =>
    context.ticketOrigin.call(callOf(TICKET_ORIGIN_ROUTES.putLinkFraming, { ...onBehalf(call), body })),
  )
  context.audit.record({
    ...auditOrigin(call.request),
    operation: 'change-framing',
    outcome: 'ok',
    userId: userOf(call.request),
    accountId,
    eventId: call.params.id,
  })
  return framing
}

/** Ends framing by other sites at once. What fails here is told by the queue of edits, until it is taken. */
export async function endFraming(
  { ticketOrigin, log }: Pick<TicketingContext, 'ticketOrigin' | 'log'>,
  eventId: string,
): Promise<void> {
  try {
    await ticketOrigin.call(callOf(TICKET_ORIGIN_ROUTES.endLink, { params: { event_id: eventId } }))
  } catch (error) {
    if (!(error instanceof CallError)) throw error
    log.warn({ err: error, eventId }, 'the end of a link was not told yet; it is told again')
  }
}
