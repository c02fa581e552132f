import { type ErrorCode, ServiceError, type StatusWebhook } from '@tuvens/contract'
import type { Sql } from '@tuvens/platform/db/db'
import type { FastifyRequest } from 'fastify'
import { createHash } from 'node:crypto'
import { auditOrigin } from '../audit/record.ts'
import { insertAuditEntries } from '../audit/store.ts'
import type { ValidRequest } from '../http/valid-request.ts'
import { applyStatus, type StatusReport } from '../ticketing/apply-status.ts'
import type { TicketingContext } from '../ticketing/context.ts'
import type { TicketingRow } from '../ticketing/store.ts'
import { underLock } from '../ticketing/under-lock.ts'
import { parseStatusWebhook } from './parse-status-webhook.ts'
import { insertDelivery } from './store.ts'

/** The data of one status webhook. */
type StatusDelivery = {
  context: TicketingContext
  request: FastifyRequest
  eventId: string
  report: StatusReport
}
/** A `stale` report is stored without effect; a `repeat` has been stored before. */
type DeliveryOutcome = 'applied' | 'stale' | 'repeat'

/** A5: stores a status report, applies it and writes the change in one transaction, then answers. */
export async function receive(
  context: TicketingContext,
  { body, request, reply }: ValidRequest<StatusWebhook>,
): Promise<void> {
  await context.limits.countOrThrow('statusWebhook', request.ip, reply)
  const delivery = {
    context,
    request,
    eventId: body.payload.tuvens_event_id,
    report: parseStatusWebhook(body),
  }
  const pair = { eventId: delivery.eventId, hiEventsEventId: delivery.report.hiEventsEventId }
  try {
    const outcome = await underLock(context.db, pair, (tx, event) => applyReport(tx, event, delivery))
    if (outcome === 'applied') context.stream.wake()
  } catch (error) {
    if (error instanceof ServiceError) recordRefusal(delivery, error.code)
    throw error
  }
}

async function applyReport(
  sql: Sql,
  event: TicketingRow,
  delivery: StatusDelivery,
): Promise<DeliveryOutcome> {
  const { context, request, eventId, report } = delivery
  checkLink(event, report)
  const outcome = isOlder(event, report) ? 'stale' : 'applied'
  const bodyHash = createHash('sha256').update(request.rawBody).digest()
  const isNew = await insertDelivery(sql, { eventId, bodyHash, outcome, ...report })
  if (!isNew) return 'repeat'
  const audited = insertAuditEntries(sql, [auditEntryOf(delivery, event, outcome)])
  const { ticketOrigin } = context.config
  const applied = outcome === 'applied' ? applyStatus(sql, event, { report, ticketOrigin }) : undefined
  await Promise.all([audited, applied])
  return outcome
}

/** @throws ServiceError LINK_CONFLICT when either is linked to another event, or the pair was unlinked */
function checkLink(event: TicketingRow, report: StatusReport): void {
  const linkedId = event.hi_events_event_id
  const isOtherLink = linkedId !== null && linkedId !== String(report.hiEventsEventId)
  if (isOtherLink || event.other_linked_event_id !== null || event.is_unlinked)
    throw new ServiceError('LINK_CONFLICT')
}

/** An old `event_sent_at` is no reason to refuse: a retry can come hours later. With equal times, the later arrival is applied. */
function isOlder(event: TicketingRow, report: StatusReport): boolean {
  return event.source_sent_at !== null && report.sentAt < event.source_sent_at
}

function auditEntryOf(
  { request, eventId, report }: StatusDelivery,
  event: TicketingRow,
  outcome: DeliveryOutcome,
) {
  return {
    ...auditOrigin(request),
    actor: 'hi-events',
    at: new Date(),
    operation: 'status-webhook',
    outcome: 'ok' as const,
    accountId: Number(event.account_id),
    eventId,
    note: `${report.sourceStatus}: ${outcome}`,
  }
}

/** Logs an alert: a report about another link can mean that tickets are on sale without being shown. */
function recordRefusal({ context, request, eventId, report }: StatusDelivery, code: ErrorCode): void {
  const note = `${report.sourceStatus} of Hi.Events event ${report.hiEventsEventId}`
  if (code === 'LINK_CONFLICT') {
    context.log.error(
      { alert: code, eventId, requestId: request.id },
      `the status report is about another link: ${note}`,
    )
  }
  const origin = { ...auditOrigin(request), actor: 'hi-events' }
  context.audit.record({ ...origin, operation: 'status-webhook', outcome: code, eventId, note })
}
