import { PERMISSIONS_OF_ROLE, ServiceError, type TicketingReport } from '@tuvens/contract'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { userOf } from '../http/caller.ts'
import { phaseOf } from '../catalogue/represent.ts'
import { type TicketingReportContext, requestLinkReport } from './request-link-report.ts'
import { findEventEvidence, type EventEvidence } from './store.ts'

/**
 * Why is ticketing not showing? The API's evidence of an event, with the ticket origin's beside it.
 *
 * @throws ServiceError RATE_LIMITED, EVENT_NOT_FOUND, NOT_A_MEMBER, PERMISSION_DENIED
 */
export async function compileReport(
  context: TicketingReportContext,
  eventId: string,
  { request, reply }: { request: FastifyRequest; reply: FastifyReply },
): Promise<TicketingReport> {
  const userId = userOf(request)
  await context.limits.countOrThrow('report', userId, reply)
  const evidence = await findEventEvidence(context.db, eventId, userId)
  checkPermission(evidence)
  return reportOf(context, evidence, { eventId, userId, requestId: request.id })
}

/**
 * The report of an event of the account of an API key.
 *
 * @throws ServiceError EVENT_NOT_FOUND
 */
export async function compilePlatformReport(
  context: TicketingReportContext,
  asked: { eventId: string; requestId: string },
): Promise<TicketingReport> {
  const evidence = await findEventEvidence(context.db, asked.eventId, null)
  if (evidence === undefined) throw new ServiceError('EVENT_NOT_FOUND')
  return reportOf(context, evidence, { ...asked, userId: null })
}

async function reportOf(
  context: TicketingReportContext,
  evidence: EventEvidence,
  asked: { eventId: string; userId: string | null; requestId: string },
): Promise<TicketingReport> {
  const { outcome, report } = await requestLinkReport(context, asked)
  const compiled_at = new Date(context.clock.now()).toISOString()
  return {
    event_id: asked.eventId,
    compiled_at,
    ...represent(evidence),
    link_report_outcome: outcome,
    link_report: report,
  }
}

function checkPermission(evidence: EventEvidence | undefined): asserts evidence is EventEvidence {
  if (evidence === undefined) throw new ServiceError('EVENT_NOT_FOUND')
  if (evidence.role === null) throw new ServiceError('NOT_A_MEMBER')
  if (!PERMISSIONS_OF_ROLE[evidence.role].includes('manage_ticketing'))
    throw new ServiceError('PERMISSION_DENIED')
}

function represent(evidence: EventEvidence) {
  const { source_sent_at: sentAt, received_at: receivedAt } = evidence
  return {
    status: evidence.ticketing_status,
    phase: phaseOf(evidence),
    version: evidence.ticketing_version,
    changed_at: evidence.changed_at?.toISOString() ?? null,
    hi_events_event_id: evidence.hi_events_event_id === null ? null : Number(evidence.hi_events_event_id),
    widget_url: evidence.widget_url,
    ends_at: evidence.end_date?.toISOString() ?? null,
    future_message_at: evidence.future_message_at?.toISOString() ?? null,
    last_message:
      sentAt === null
        ? null
        : { sent_at: sentAt.toISOString(), received_at: receivedAt?.toISOString() ?? null },
  }
}
