import { API_ROUTES, HEADERS } from '@tuvens/contract'
import { signStatusWebhook } from '@tuvens/contract/signatures'
import { request } from 'undici'
import type { RelayContext } from './context.ts'
import { knockPause, PATIENCE_MS, pauseAfter, retryAfterMs } from './schedule.ts'
import {
  buryMessage,
  claimMessages,
  markDelivered,
  type Message,
  postponeMessage,
  releaseUnreachable,
  stopLink,
} from './store.ts'

const LIMIT_MS = 10_000

/**
 * Checklist H8: sends what is due to the API's status webhook, as much at once as the pool takes. True when there may
 * be more than it took.
 */
export async function deliverMessages(context: RelayContext): Promise<boolean> {
  const pool = context.pools.outbox
  const asked = pool.free()
  if (asked === 0) return false
  const messages = await claimMessages(context.db, asked)
  for (const each of messages) pool.run(() => deliver(context, each).catch((error) => note(context, error)))
  return messages.length === asked
}

function note(context: RelayContext, error: unknown): void {
  context.log.error({ err: error }, 'A status message could not be settled; it is sent again')
}

async function deliver(context: RelayContext, message: Message): Promise<void> {
  const answer = await post(context, message)
  if (answer.status >= 200 && answer.status < 300) {
    await markDelivered(context.db, message.id)
    if ((await releaseUnreachable(context.db)) > 0) context.signals.outbox.ring()
    return
  }
  context.log.warn(
    { event: message.eventId, status: answer.status },
    `The API did not take a status: ${answer.error}`,
  )
  if (STOPS.has(answer.status)) return stop(context, message, answer)
  if (FINAL.has(answer.status)) return bury(context, message, answer.error)
  return postpone(context, message, answer)
}

type Answer = { status: number; error: string; retryAfter: unknown }

/** Same id, same number, same bytes at every attempt: the API knows a repeat by them. */
async function post(context: RelayContext, message: Message): Promise<Answer> {
  const body = bodyOf(message)
  try {
    const response = await request(context.config.tuvensApiUrl + API_ROUTES.statusWebhook.path, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        [HEADERS.statusWebhookSignature]: signStatusWebhook(context.secrets.shared, body),
        [HEADERS.requestId]: message.id,
      },
      body,
      signal: AbortSignal.timeout(LIMIT_MS),
    })
    await response.body.dump({ limit: 65_536 })
    const { statusCode, headers } = response
    return { status: statusCode, error: `answered ${statusCode}`, retryAfter: headers['retry-after'] }
  } catch (cause) {
    return { status: 0, error: cause instanceof Error ? cause.message : 'no answer', retryAfter: undefined }
  }
}

/** The status webhook of spec 2.5, byte for byte the same for the same message. */
export function bodyOf(message: Message): string {
  return JSON.stringify({
    event_type: 'event.status_changed',
    event_sent_at: new Date(message.number).toISOString(),
    payload: {
      id: message.hiEventId,
      title: message.title,
      status: message.status,
      ...(message.sales !== null && { sales: message.sales }),
      tuvens_event_id: message.eventId,
    },
  })
}

/** 410: the receiver wants no more. 409: the pair was untied, or tied otherwise; a new link starts it again. */
const STOPS = new Set([409, 410])
/** The same bytes will never be taken. */
const FINAL = new Set([400, 404, 413, 415, 422])
/** The API is not there, rather than against this message. */
const UNREACHABLE = new Set([0, 502, 503, 504])

async function stop(context: RelayContext, message: Message, { status, error }: Answer): Promise<void> {
  await stopLink(context.db, message, status === 410 ? 'gone' : 'conflict')
  await bury(context, message, error)
}

async function bury(context: RelayContext, message: Message, error: string): Promise<void> {
  await buryMessage(context.db, message.id, error)
  context.log.error({ event: message.eventId, message: message.id }, 'A status message is dead; it is kept')
}

async function postpone(context: RelayContext, message: Message, answer: Answer): Promise<void> {
  const { id, attempts } = message
  const isUnreachable = UNREACHABLE.has(answer.status)
  const age = context.clock.now() - message.number
  const pause = isUnreachable ? knockPause(age, context.chance()) : pauseAfter(attempts, context.chance())
  if (pause === null || age > PATIENCE_MS) return bury(context, message, answer.error)
  const ms = Math.max(pause, retryAfterMs(answer.retryAfter) ?? 0)
  await postponeMessage(context.db, { id, ms, error: answer.error, isUnreachable })
}
