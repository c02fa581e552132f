import { type ErrorCode, ServiceError, type StatusWebhook } from '@tuvens/contract'
import type { Sql } from '@tuvens/platform/db'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { createHash } from 'node:crypto'
import { auditOrigin } from '../audit/record.ts'
import { insertEntries } from '../audit/store.ts'
import type { TicketingContext } from '../ticketing/context.ts'
import { applyStatus, type SourceWord } from '../ticketing/apply-status.ts'
import type { TicketingRow } from '../ticketing/store.ts'
import { underLock } from '../ticketing/under-lock.ts'
import { readWord } from './read.ts'
import { insertDelivery } from './store.ts'

type Received = { body: StatusWebhook; request: FastifyRequest; reply: FastifyReply }
type Message = { context: TicketingContext; request: FastifyRequest; eventId: string; word: SourceWord }
/** `applied` and `stale` are recorded now, a `repeat` has been before. */
type Outcome = 'applied' | 'stale' | 'repeat'

/** A5: takes a status message: records it, gives it effect and writes the change, in one transaction, then answers. */
export async function receive(context: TicketingContext, { body, request, reply }: Received): Promise<void> {
  await context.limits.take('statusWebhook', request.ip, reply)
  const message = { context, request, eventId: body.payload.tuvens_event_id, word: readWord(body) }
  const pair = { eventId: message.eventId, hiEventsEventId: message.word.hiEventsEventId }
  const taken = underLock(context.db, pair, (tx, event) => take(tx, event, message))
  const outcome = await taken.catch((error: unknown) => {
    if (error instanceof ServiceError) noteRefusal(message, error.code)
    throw error
  })
  if (outcome === 'applied') context.stream.wake()
}

async function take(sql: Sql, event: TicketingRow, message: Message): Promise<Outcome> {
  const { context, request, eventId, word } = message
  checkLink(event, word)
  const bodyHash = createHash('sha256').update(request.rawBody).digest()
  const outcome = isOlder(event, word) ? 'stale' : 'applied'
  const { hiEventsEventId, status, sentAt } = word
  const isNew = await insertDelivery(sql, { eventId, bodyHash, hiEventsEventId, status, sentAt, outcome })
  if (!isNew) return 'repeat'
  const audited = insertEntries(sql, [auditOf(message, event, outcome)])
  const { ticketOrigin } = context.config
  const applied = outcome === 'applied' ? applyStatus(sql, event, { word, ticketOrigin }) : undefined
  await Promise.all([audited, applied])
  return outcome
}

/** @throws ServiceError LINK_CONFLICT when the event is linked to another one, parted from this one, or this one taken */
function checkLink(event: TicketingRow, word: SourceWord): void {
  const linked = event.hi_events_event_id
  const contradicts = linked !== null && linked !== String(word.hiEventsEventId)
  if (contradicts || event.holder_id !== null || event.is_parted) throw new ServiceError('LINK_CONFLICT')
}

/** Event time orders, it does not refuse: an honest retry hours later carries an old one. Ties go by arrival. */
function isOlder(event: TicketingRow, word: SourceWord): boolean {
  return event.source_sent_at !== null && word.sentAt < event.source_sent_at
}

function auditOf({ request, eventId, word }: Message, event: TicketingRow, outcome: Outcome) {
  return {
    ...auditOrigin(request),
    actor: 'hi-events',
    at: new Date(),
    operation: 'status-webhook',
    outcome: 'ok' as const,
    accountId: Number(event.account_id),
    eventId,
    note: `${word.status}: ${outcome}`,
  }
}

/** A contradicted link means that tickets are sold for an event that says they are not its own: a person has to look. */
function noteRefusal({ context, request, eventId, word }: Message, code: ErrorCode): void {
  const note = `${word.status} of Hi.Events event ${word.hiEventsEventId}`
  if (code === 'LINK_CONFLICT') {
    context.log.error({ alert: code, eventId, requestId: request.id }, `the link contradicts: ${note}`)
  }
  const origin = { ...auditOrigin(request), actor: 'hi-events' }
  context.audit.record({ ...origin, operation: 'status-webhook', outcome: code, eventId, note })
}
