import { HEADERS, type LinkReport, type LinkReportOutcome, TICKET_ORIGIN_ROUTES } from '@tuvens/contract'
import type { HttpCaller } from '@tuvens/platform/http/call'
import { CallError } from '@tuvens/platform/http/call-error'
import { callOf } from '@tuvens/platform/http/route'
import type { AuthContext } from '../auth/context.ts'

export type TicketingReportContext = AuthContext & { ticketOrigin: HttpCaller }

/**
 * Requests the ticket origin's evidence of an event, signed and on behalf of the user, if one asks; both logs carry the request id.
 * A ticket origin that gives no report is part of the evidence, not an error.
 */
export async function requestLinkReport(
  { ticketOrigin, log }: TicketingReportContext,
  { eventId, userId, requestId }: { eventId: string; userId: string | null; requestId: string },
): Promise<{ outcome: LinkReportOutcome; report: LinkReport | null }> {
  const headers = {
    ...(userId !== null && { [HEADERS.onBehalfOf]: userId }),
    [HEADERS.requestId]: requestId,
  }
  const call = callOf(TICKET_ORIGIN_ROUTES.linkReport, { params: { event_id: eventId }, headers })
  try {
    const { body } = await ticketOrigin.call(call)
    return { outcome: 'received', report: body }
  } catch (error) {
    if (!(error instanceof CallError)) throw error
    log.warn({ err: error, eventId }, 'the ticket origin gave no report')
    return { outcome: outcomeOf(error), report: null }
  }
}

function outcomeOf({ failure, status = 0 }: CallError): LinkReportOutcome {
  if (status === 401 || status === 403) return 'refused'
  const isUnreachable = failure === 'unreachable' || failure === 'timed_out' || failure === 'failed'
  const isRedirect = status >= 300 && status < 400
  return isUnreachable || isRedirect || status === 429 ? 'unreachable' : 'unreadable'
}
