import {
  type ErrorCode,
  HEADERS,
  ServiceError,
  StatusWebhook,
  type StatusWebhooks,
  type StatusWebhooksResponse,
} from '@tuvens/contract'
import type { Sql } from '@tuvens/platform/db/db'
import { reportError } from '@tuvens/platform/telemetry/report-error'
import { currentTraceId, inSpan } from '@tuvens/platform/telemetry/trace'
import { countWebhook, observeWebhookAge } from '@tuvens/platform/telemetry/counts/webhooks'
import type { FastifyRequest } from 'fastify'
import { createHash } from 'node:crypto'
import { Value } from 'typebox/value'
import { auditOrigin } from '../audit/record.ts'
import { insertAuditEntries } from '../audit/store.ts'
import type { ValidRequest } from '../http/valid-request.ts'
import { applyStatus, type StatusReport } from '../ticketing/apply-status.ts'
import type { TicketingContext } from '../ticketing/context.ts'
import type { TicketingRow } from '../ticketing/store.ts'
import { underLock } from '../ticketing/under-lock.ts'
import { parseStatusWebhook } from './parse-status-webhook.ts'
import { insertDelivery } from './store.ts'

/** `requestId` is that of the report where several share one request. */
type ReceivedReport = {
  request: FastifyRequest
  requestId?: string | undefined
  body: StatusWebhook
  raw: Buffer | string
}
/** The data of one status webhook; `raw` is its body as it was sent. */
type StatusDelivery = Omit<ReceivedReport, 'body'> & {
  context: TicketingContext
  eventId: string
  report: StatusReport
}
/** A `stale` report is stored without effect; a `repeated` one has been stored before. */
type DeliveryOutcome = 'applied' | 'stale' | 'repeated'
/** `newestSentAt` is the time of a newer report of the pair: because of it this one has no effect, whenever it was stored. */
type StoredDelivery = { outcome: DeliveryOutcome; newestSentAt: Date | null }

/** A5: stores a status report, applies it and writes the change in one transaction, then answers. */
export async function receive(
  context: TicketingContext,
  { body, request, reply }: ValidRequest<StatusWebhook>,
): Promise<void> {
  await context.limits.countOrThrow('statusWebhook', request.ip, reply)
  const { newestSentAt } = await counted(() => store(context, { request, body, raw: request.rawBody }))
  if (newestSentAt !== null) reply.header(HEADERS.newestSentAt, newestSentAt.toISOString())
}

/** Reports of a batch: other requests need the rest of the database's connections. */
const AT_ONCE = 4

/** Several reports in one call, each as if it had come alone. One that is refused does not affect the others. */
export async function receiveMany(
  context: TicketingContext,
  { body, request, reply }: ValidRequest<StatusWebhooks>,
): Promise<StatusWebhooksResponse> {
  await context.limits.countOrThrow('statusWebhook', request.ip, reply)
  const results: StatusWebhooksResponse['results'] = []
  for (let from = 0; from < body.bodies.length; from += AT_ONCE) {
    const some = body.bodies.slice(from, from + AT_ONCE)
    results.push(...(await Promise.all(some.map((raw) => receiveOne(context, request, raw)))))
  }
  return { answered_at: new Date(context.clock.now()).toISOString(), results }
}

async function receiveOne(context: TicketingContext, request: FastifyRequest, raw: string) {
  try {
    const { newestSentAt } = await counted(async () => {
      const body = readBody(raw)
      return inSpan({ name: 'receive status report', traceparent: body.traceparent }, () =>
        store(context, { request, requestId: currentTraceId(), body, raw }),
      )
    })
    const newest = newestSentAt === null ? {} : { newest_sent_at: newestSentAt.toISOString() }
    return { status: 200, code: null, ...newest }
  } catch (error) {
    if (error instanceof ServiceError) return { status: error.statusCode, code: error.code }
    context.log.error({ err: error, requestId: request.id }, 'a status report of a batch failed')
    reportError(error)
    return { status: 500, code: 'INTERNAL_ERROR' }
  }
}

function counted(take: () => Promise<StoredDelivery>): Promise<StoredDelivery> {
  return countWebhook('status', take, ({ outcome }) => outcome)
}

/** @throws ServiceError VALIDATION_ERROR */
function readBody(raw: string): StatusWebhook {
  try {
    const body: unknown = JSON.parse(raw)
    if (Value.Check(StatusWebhook, body)) return body
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
  }
  throw new ServiceError('VALIDATION_ERROR')
}

/** @throws ServiceError */
async function store(
  context: TicketingContext,
  { body, ...received }: ReceivedReport,
): Promise<StoredDelivery> {
  const delivery = {
    context,
    ...received,
    eventId: body.payload.tuvens_event_id,
    report: parseStatusWebhook(body),
  }
  const pair = { eventId: delivery.eventId, hiEventsEventId: delivery.report.hiEventsEventId }
  try {
    checkTime(delivery)
    const stored = await underLock(context.db, pair, (tx, event) => applyReport(tx, event, delivery))
    if (stored.outcome === 'applied') {
      context.stream.wake()
      context.sendingWebhooks.wake()
      observeWebhookAge('status', context.clock.now() - delivery.report.sentAt.getTime())
    }
    return stored
  } catch (error) {
    if (error instanceof ServiceError) recordRefusal(delivery, error.code)
    throw error
  }
}

async function applyReport(sql: Sql, event: TicketingRow, delivery: StatusDelivery): Promise<StoredDelivery> {
  const { context, raw, eventId, report } = delivery
  checkLink(event, report)
  const newestSentAt = isOlder(event, delivery) ? event.source_sent_at : null
  const outcome = newestSentAt === null ? 'applied' : 'stale'
  const bodyHash = createHash('sha256').update(raw).digest()
  const isNew = await insertDelivery(sql, { eventId, bodyHash, outcome, ...report })
  if (!isNew) return { outcome: 'repeated', newestSentAt }
  const audited = insertAuditEntries(sql, [auditEntryOf(delivery, event, outcome)])
  const { ticketOrigin } = context.config
  const applied = outcome === 'applied' ? applyStatus(sql, event, { report, ticketOrigin }) : undefined
  await Promise.all([audited, applied])
  return { outcome, newestSentAt }
}

/** @throws ServiceError LINK_CONFLICT when either is linked to another event, or the pair was unlinked */
function checkLink(event: TicketingRow, report: StatusReport): void {
  const linkedId = event.hi_events_event_id
  const isOtherLink = linkedId !== null && linkedId !== String(report.hiEventsEventId)
  if (isOtherLink || event.other_linked_event_id !== null || event.is_unlinked)
    throw new ServiceError('LINK_CONFLICT')
}

/** The latest time that an honest sender can give now. */
function latestTime({ clock, config }: TicketingContext): number {
  return clock.now() + config.clockSkewSeconds * 1000
}

/** @throws ServiceError SENT_IN_FUTURE: every later report would count as older until that time comes */
function checkTime({ context, report }: StatusDelivery): void {
  if (report.sentAt.getTime() > latestTime(context)) throw new ServiceError('SENT_IN_FUTURE')
}

/**
 * An old `event_sent_at` is no reason to refuse: a retry can come hours later. With equal times, the later arrival is
 * applied. A stored time that no honest sender can have given, from when a clock was wrong, orders nothing.
 */
function isOlder({ source_sent_at: newest }: TicketingRow, { context, report }: StatusDelivery): boolean {
  return newest !== null && report.sentAt < newest && newest.getTime() <= latestTime(context)
}

function auditEntryOf(
  { eventId, report, ...received }: StatusDelivery,
  event: TicketingRow,
  outcome: DeliveryOutcome,
) {
  return {
    ...originOf(received),
    at: new Date(),
    operation: 'status-webhook',
    outcome: 'ok' as const,
    accountId: Number(event.account_id),
    eventId,
    note: `${report.sourceStatus}: ${outcome}`,
  }
}

function originOf({ request, requestId = request.id }: Pick<StatusDelivery, 'request' | 'requestId'>) {
  return { ...auditOrigin(request), requestId, actor: 'hi-events' }
}

/** What these refusals mean: tickets may be on sale without being shown. */
const ALERTS: Partial<Record<ErrorCode, string>> = {
  LINK_CONFLICT: 'the status report is about another link',
  SENT_IN_FUTURE: "the status report comes from the future: the clock of its sender or this API's is wrong",
}

function recordRefusal({ context, eventId, report, ...received }: StatusDelivery, code: ErrorCode): void {
  const origin = originOf(received)
  const note = `${report.sourceStatus} of Hi.Events event ${report.hiEventsEventId}`
  const alert = ALERTS[code]
  if (alert !== undefined)
    context.log.error({ alert: code, eventId, requestId: origin.requestId }, `${alert}: ${note}`)
  context.audit.record({ ...origin, operation: 'status-webhook', outcome: code, eventId, note })
}
