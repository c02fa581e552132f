import { ServiceError, type StatusWebhook } from '@tuvens/contract'
import type { Sql } from '@tuvens/platform/db'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { createHash } from 'node:crypto'
import { auditOrigin } from '../audit/record.ts'
import { insertEntries } from '../audit/store.ts'
import type { Context } from '../context.ts'
import { applyStatus, type SourceWord } from '../ticketing/apply-status.ts'
import { findTicketing, lockEvent, type TicketingRow } from '../ticketing/store.ts'
import { readWord } from './read.ts'
import { insertDelivery, isKnownDelivery } from './store.ts'

type Received = { body: StatusWebhook; request: FastifyRequest; reply: FastifyReply }
/** `applied` and `stale` are recorded; a `repeat` is already; a `conflict` contradicts the link. */
type Outcome = 'applied' | 'stale' | 'repeat' | 'conflict'

/** A5: takes a status message: records it, gives it effect and writes the change, in one transaction, then answers. */
export async function receive(context: Context, { body, request, reply }: Received): Promise<void> {
  await context.limits.take('statusWebhook', request.ip, reply)
  const word = readWord(body)
  const eventId = body.payload.tuvens_event_id
  const outcome = await context.db.begin((tx) => take(tx, { context, request, eventId, word }))
  if (outcome === 'applied') context.stream.wake()
  if (outcome === 'conflict') throw refuse(context, request, { eventId, word })
}

type Message = { context: Context; request: FastifyRequest; eventId: string; word: SourceWord }

async function take(sql: Sql, message: Message): Promise<Outcome> {
  const { context, request, eventId, word } = message
  const bodyHash = createHash('sha256').update(request.rawBody).digest()
  const [, event, isKnown] = await Promise.all([
    lockEvent(sql, eventId),
    findTicketing(sql, eventId, word.hiEventsEventId),
    isKnownDelivery(sql, eventId, bodyHash),
  ])
  if (event === undefined) throw new ServiceError('EVENT_NOT_FOUND')
  const outcome = judge(event, word, isKnown)
  if (outcome === 'repeat' || outcome === 'conflict') return outcome
  const { hiEventsEventId, status, sentAt } = word
  await Promise.all([
    insertDelivery(sql, { eventId, bodyHash, hiEventsEventId, status, sentAt, outcome }),
    ...(outcome === 'applied'
      ? [applyStatus(sql, event, { word, ticketOrigin: context.config.ticketOrigin })]
      : []),
    insertEntries(sql, [auditOf(message, event, outcome)]),
  ])
  return outcome
}

/** What a message means for the event as it stands. */
function judge(event: TicketingRow, word: SourceWord, isKnown: boolean): Outcome {
  const linked = event.hi_events_event_id
  const contradicts = linked !== null && linked !== String(word.hiEventsEventId)
  if (contradicts || event.holder_id !== null || event.is_parted) return 'conflict'
  if (isKnown) return 'repeat'
  const isOlder = event.source_sent_at !== null && word.sentAt < event.source_sent_at
  return isOlder ? 'stale' : 'applied'
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
    note: `${word.status.slice(0, 64)}: ${outcome}`,
  }
}

/** Somebody sells tickets for an event that says they are not its own: a person has to look. */
function refuse(
  { audit, log }: Context,
  request: FastifyRequest,
  { eventId, word }: Pick<Message, 'eventId' | 'word'>,
): ServiceError {
  const note = `Hi.Events event ${word.hiEventsEventId} is not the one this event is linked to`
  log.error({ alert: 'LINK_CONFLICT', eventId, requestId: request.id }, note)
  audit.record({
    ...auditOrigin(request),
    actor: 'hi-events',
    operation: 'status-webhook',
    outcome: 'LINK_CONFLICT',
    eventId,
    note,
  })
  return new ServiceError('LINK_CONFLICT')
}
