import type { Db, Tx } from '@tuvens/platform/db/db'
import type { DeliveryContext } from './context.ts'
import { phpJson } from './php-json.ts'
import { hasWebhooks, listSubscribed, recordAttempt, type WebhookRow } from './store.ts'

export type WebhookType = (typeof WEBHOOK_TYPES)[number]
/** Sends an organizer's webhooks, each once and one after another. Their responses do not affect the change. */
export type SendWebhooks = (type: WebhookType, payload: unknown) => Promise<void>

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
 * Makes a change that sends its webhooks while its transaction is open. So a receiver that reads back at once sees the
 * old state, as with Hi.Events. Receivers can be slow, so these changes use connections of their own (`webhookDb`), and
 * one organizer's changes cannot take all of them.
 */
export async function changeWithWebhooks<T>(
  context: DeliveryContext,
  organizerId: number,
  work: (tx: Tx, sendWebhooks: SendWebhooks) => Promise<T>,
): Promise<T> {
  const { db, webhookDb, limitWebhookChanges } = context
  if (!(await hasWebhooks(db, organizerId))) return inTransaction(db, (tx) => work(tx, sendNothing))
  const sendWebhooks = senderOf(context, organizerId)
  return limitWebhookChanges(organizerId, () =>
    inTransaction(webhookDb, (tx, stopWhenLost) => work(tx, stopWhenLost(sendWebhooks))),
  )
}

type StopWhenLost = (sendWebhooks: SendWebhooks) => SendWebhooks

/**
 * A transaction whose work may wait for something other than the database. When the connection is lost meanwhile, the
 * driver rejects the transaction at once, but the work would continue and write to a connection that is closed or used
 * by another transaction. `stopWhenLost` leaves the work waiting for ever instead.
 */
async function inTransaction<T>(
  pool: Db,
  work: (tx: Tx, stopWhenLost: StopWhenLost) => Promise<T>,
): Promise<T> {
  let over = false
  const stopIfOver = () => (over ? new Promise<never>(() => {}) : undefined)
  const transaction = pool.begin(async (tx) => ({
    value: await work(tx, (sendWebhooks) => async (type, payload) => {
      await sendWebhooks(type, payload)
      await stopIfOver()
    }),
  }))
  try {
    return (await transaction).value
  } finally {
    over = true
  }
}

const sendNothing: SendWebhooks = async () => {}

function senderOf(context: DeliveryContext, organizerId: number): SendWebhooks {
  /** Webhooks that timed out once in this change; they get no more deliveries of it. */
  const slow = new Set<number>()
  return async (type, payload) => {
    const webhooks = await listSubscribed(context.db, { organizerId, type })
    for (const webhook of webhooks.filter((each) => !slow.has(each.id))) {
      const { timedOut } = await deliver(context, webhook, { type, payload })
      if (timedOut) slow.add(webhook.id)
    }
  }
}

/** The attempt is logged outside the change's transaction, so it stays in the log when the change is rolled back. */
async function deliver(
  { db, send, clock, log }: DeliveryContext,
  webhook: WebhookRow,
  { type, payload }: { type: WebhookType; payload: unknown },
): Promise<{ timedOut: boolean }> {
  const at = new Date(clock.now())
  const event_sent_at = `${at.toISOString().slice(0, 19)}+00:00`
  const body = phpJson({ event_type: type, event_sent_at, payload })
  const { organizer_id: organizerId, url, secret } = webhook
  const { code, timedOut } = await send({ organizerId, url, secret, body })
  log.debug({ webhook: webhook.id, type, code }, 'webhook delivered')
  await recordAttempt(db, { webhookId: webhook.id, type, payload: body, code, at })
  return { timedOut }
}
