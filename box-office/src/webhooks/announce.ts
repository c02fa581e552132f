import type { Context } from '../context.ts'
import { phpJson } from './php-json.ts'
import { listListeners, recordAttempt, type WebhookRow } from './store.ts'

export type WebhookType = (typeof WEBHOOK_TYPES)[number]
export type Announcement = { organizerId: number; type: WebhookType; payload: unknown }

export const WEBHOOK_TYPES = [
  'event.created',
  'event.updated',
  'event.archived',
  'product.created',
  'product.updated',
  'product.deleted',
  'order.created',
  'order.updated',
  'order.marked_as_paid',
  'order.refunded',
  'order.cancelled',
  'attendee.created',
  'attendee.updated',
  'attendee.cancelled',
  'checkin.created',
  'checkin.deleted',
] as const

/**
 * Tells an organizer's webhooks of a change: each once, one after another, and whatever they answer, the change goes on.
 * Called while the change's transaction is open, so a receiver that reads back at once still sees the old state: this
 * is how Hi.Events behaves. Runs and keeps its log outside that transaction, on connections nobody waits for.
 */
export async function announce(
  context: Context,
  { organizerId, type, payload }: Announcement,
): Promise<void> {
  const listeners = await listListeners(context.db, { organizerId, type })
  for (const webhook of listeners) await deliver(context, webhook, { type, payload })
}

async function deliver(
  { db, send, clock, log }: Context,
  webhook: WebhookRow,
  { type, payload }: { type: WebhookType; payload: unknown },
): Promise<void> {
  const at = new Date(clock.now())
  const event_sent_at = `${at.toISOString().slice(0, 19)}+00:00`
  const body = phpJson({ event_type: type, event_sent_at, payload })
  const receipt = await send({ url: webhook.url, secret: webhook.secret, body })
  log.debug({ webhook: webhook.id, type, code: receipt.code }, 'webhook delivered')
  await recordAttempt(db, { webhookId: webhook.id, type, payload: body, ...storable(receipt), at })
}

/** A receiver's answer may hold what text columns cannot. */
function storable({ code, body }: { code: number; body: string | null }) {
  return { code, body: code === 0 ? null : (body?.replaceAll('\0', '') ?? null) }
}
