import { API_ROUTES, HEADERS } from '@tuvens/contract'
import { signStatusWebhook } from '@tuvens/contract/signatures'
import { request } from 'undici'
import type { Context } from '../context.ts'
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
export async function deliverMessages(ctx: Context): Promise<boolean> {
  const pool = ctx.pools.outbox
  const asked = pool.free()
  if (asked === 0) return false
  const messages = await claimMessages(ctx.db, asked)
  for (const each of messages) pool.run(() => deliver(ctx, each).catch((error) => note(ctx, error)))
  return messages.length === asked
}

function note(ctx: Context, error: unknown): void {
  ctx.log.error({ err: error }, 'A status message could not be settled; it is sent again')
}

async function deliver(ctx: Context, message: Message): Promise<void> {
  const answer = await post(ctx, message)
  if (answer.status >= 200 && answer.status < 300) {
    await markDelivered(ctx.db, message.id)
    if ((await releaseUnreachable(ctx.db)) > 0) ctx.signals.outbox.ring()
    return
  }
  ctx.log.warn(
    { event: message.eventId, status: answer.status },
    `The API did not take a status: ${answer.error}`,
  )
  if (STOPS.has(answer.status)) return stop(ctx, message, answer)
  if (FINAL.has(answer.status)) return bury(ctx, message, answer.error)
  return postpone(ctx, message, answer)
}

type Answer = { status: number; error: string; retryAfter: unknown }

/** Same id, same number, same bytes at every attempt: the API knows a repeat by them. */
async function post(ctx: Context, message: Message): Promise<Answer> {
  const body = bodyOf(message)
  try {
    const response = await request(ctx.config.tuvensApiUrl + API_ROUTES.statusWebhook.path, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        [HEADERS.statusWebhookSignature]: signStatusWebhook(ctx.secrets.shared, body),
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

async function stop(ctx: Context, message: Message, { status, error }: Answer): Promise<void> {
  await stopLink(ctx.db, message, status === 410 ? 'gone' : 'conflict')
  await bury(ctx, message, error)
}

async function bury(ctx: Context, message: Message, error: string): Promise<void> {
  await buryMessage(ctx.db, message.id, error)
  ctx.log.error({ event: message.eventId, message: message.id }, 'A status message is dead; it is kept')
}

async function postpone(ctx: Context, message: Message, answer: Answer): Promise<void> {
  const { id, attempts } = message
  const isUnreachable = UNREACHABLE.has(answer.status)
  const age = ctx.clock.now() - message.number
  const pause = isUnreachable ? knockPause(age, ctx.chance()) : pauseAfter(attempts, ctx.chance())
  if (pause === null || age > PATIENCE_MS) return bury(ctx, message, answer.error)
  const ms = Math.max(pause, retryAfterMs(answer.retryAfter) ?? 0)
  await postponeMessage(ctx.db, { id, ms, error: answer.error, isUnreachable })
}
