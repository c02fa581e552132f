import { MAX_STATUS_BATCH, type StatusWebhook } from '@tuvens/contract'
import { CallError } from '@tuvens/platform/http/call-error'
import { type Loop, pauseAfter, startQueue } from '@tuvens/platform/work'
import type { StatusContext } from '../context.ts'
import { stopReports } from '../store.ts'
import { createPace, isLimited, limitPause } from './pace.ts'
import { renumber, renumberStale } from './renumber.ts'
import { createReportSender, type ReportSender } from './send.ts'
import { MAX_AGE_MS, REPORT_BACKOFF, unreachableDelay } from './retry-delays.ts'
import {
  claimMessages,
  deadLetter,
  markDelivered,
  type OutboxMessage,
  postponeMessage,
  releaseUnreachable,
} from './store.ts'

/** So many reports may wait for calls together. */
const CONCURRENCY = 2 * MAX_STATUS_BATCH
const POLL_MS = 1_000

/** Checklist H8: sends the outbox to the API's status webhook. */
export function startOutbox(context: StatusContext): Loop {
  const send = createReportSender(context.statusApi)
  const pace = createPace(context.clock)
  return startQueue<OutboxMessage>({
    name: 'outbox',
    claim: async (limit) => (pace.isPaused() ? [] : claimMessages(context.db, limit)),
    traceparentOf: ({ traceparent }) => traceparent,
    handle: (message) => deliverOrRenumber(context, message, send),
    pauseAfter: (message, error) => {
      pace.note(error)
      return delayOf(context, message, error)
    },
    postpone: (message, failure) => postpone(context, message, failure),
    deadLetter: (message, error) => giveUp(context, message, error),
    concurrency: CONCURRENCY,
    everyMs: POLL_MS,
    log: context.log,
    wakeUp: context.outboxWakeUp,
  })
}

async function deliverOrRenumber(
  context: StatusContext,
  message: OutboxMessage,
  send: ReportSender,
): Promise<void> {
  try {
    await deliver(context, message, send)
  } catch (error) {
    if (!(error instanceof CallError) || error.code !== 'SENT_IN_FUTURE') throw error
    await renumber(context, message, error)
  }
}

async function deliver(context: StatusContext, message: OutboxMessage, send: ReportSender): Promise<void> {
  const newestSentAtMs = await send(statusWebhookOf(message))
  if (newestSentAtMs === null) await markDelivered(context.db, message.id)
  else await renumberStale(context, message, newestSentAtMs)
  if ((await releaseUnreachable(context.db)) > 0) context.outboxWakeUp.wake()
}

/** The status webhook of spec 2.5. */
export function statusWebhookOf(message: OutboxMessage): string {
  return JSON.stringify({
    event_type: 'event.status_changed',
    event_sent_at: new Date(message.sentAtMs).toISOString(),
    payload: {
      id: message.hiEventId,
      title: message.title,
      status: message.sourceStatus,
      ...(message.salesStatus !== null && { sales: message.salesStatus }),
      ...(message.dates.length > 0 && { dates: message.dates }),
      ...(message.prices !== null && { prices: message.prices }),
      ...(message.noticedAt !== null && { noticed_at: message.noticedAt.toISOString() }),
      tuvens_event_id: message.eventId,
    },
    ...(message.traceparent !== null && { traceparent: message.traceparent }),
  } satisfies StatusWebhook)
}

/** 410: the API refuses further reports. 409: the pair was unlinked, or is linked to another event; a new link starts it again. */
const STOPPING = new Set([409, 410])
/** The same bytes will never be accepted. */
const FINAL = new Set([400, 404, 413, 415, 422])
/** The API cannot be reached, rather than refuses this message. */
const UNREACHABLE = new Set([0, 502, 503, 504])

/** With clocks that differ by minutes no call reaches the API: all of them are signed for another time. */
function isUnreachable(error: unknown): boolean {
  const isExpired = error instanceof CallError && error.code === 'SIGNATURE_EXPIRED'
  return isExpired || UNREACHABLE.has(httpStatusOf(error))
}

const httpStatusOf = (error: unknown) => (error instanceof CallError ? (error.status ?? 0) : 0)

/** For operators: status and code, and nothing of the body, which can name people. Each refusal of the API itself has a code. */
function reasonOf(error: unknown): string {
  const status = httpStatusOf(error)
  const code = error instanceof CallError ? error.code : undefined
  if (status > 0)
    return `answered ${status} ${code ?? 'without a code: not by the API, but by something before it'}`
  return error instanceof Error ? error.message : 'no response'
}

function delayOf(context: StatusContext, message: OutboxMessage, error: unknown): number | null {
  const status = httpStatusOf(error)
  const age = context.clock.now() - message.sentAtMs
  if (STOPPING.has(status) || FINAL.has(status) || age > MAX_AGE_MS) return null
  if (isLimited(error)) return limitPause(error)
  const delay = isUnreachable(error)
    ? unreachableDelay(age, context.randomFraction)
    : pauseAfter(REPORT_BACKOFF, message.attempts, context.randomFraction)
  const retryAfter = error instanceof CallError ? (error.retryAfter ?? 0) : 0
  return delay === null ? null : Math.max(delay, retryAfter * 1000)
}

async function postpone(
  context: StatusContext,
  { id, eventId }: OutboxMessage,
  { pauseMs, error }: { pauseMs: number; error: unknown },
): Promise<void> {
  const [status, reason] = [httpStatusOf(error), reasonOf(error)]
  if (!isLimited(error))
    context.log.warn({ eventId, status }, `The API did not accept a status report: ${reason}`)
  await postponeMessage(context.db, {
    id,
    ms: pauseMs,
    error: reason,
    isUnreachable: isUnreachable(error),
    isCounted: !isUnreachable(error) && !isLimited(error),
  })
}

async function giveUp(context: StatusContext, message: OutboxMessage, error: unknown): Promise<void> {
  const [status, reason] = [httpStatusOf(error), reasonOf(error)]
  if (STOPPING.has(status)) await stopReports(context.db, message, status === 410 ? 'gone' : 'conflict')
  await deadLetter(context.db, message.id, reason)
  context.log.error(
    { eventId: message.eventId, message: message.id, status },
    `A status report is a dead letter, kept in the outbox: ${reason}`,
  )
}
