import type { Db, Tx } from '@tuvens/platform/db'
import type { DeliveryContext } from './context.ts'
import { phpJson } from './php-json.ts'
import { hasWebhooks, listListeners, recordAttempt, type WebhookRow } from './store.ts'

export type WebhookType = (typeof WEBHOOK_TYPES)[number]
/** Tells the organizer's webhooks of something, each once, one after another; whatever they answer, the change goes on. */
export type Announce = (type: WebhookType, payload: unknown) => Promise<void>

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
 * Makes a change whose webhooks are told while its transaction is still open, so that a receiver that reads back at
 * once sees the old state: this is how Hi.Events behaves. Receivers are strangers and may take their time, so such
 * changes have connections of their own, and one organizer's changes cannot take all of these.
 */
export async function changeAndTell<T>(
  context: DeliveryContext,
  organizerId: number,
  work: (tx: Tx, announce: Announce) => Promise<T>,
): Promise<T> {
  const { db, webhookDb, limitWebhookChanges } = context
  if (!(await hasWebhooks(db, organizerId))) return change(db, (tx) => work(tx, silence))
  const tell = announcer(context, organizerId)
  return limitWebhookChanges(organizerId, () =>
    change(webhookDb, (tx, unlessLost) => work(tx, unlessLost(tell))),
  )
}

type UnlessLost = (announce: Announce) => Announce

/**
 * A transaction in which one may wait for something else than the database. When its connection is lost meanwhile the
 * driver refuses the transaction at once, yet what was waiting would go on and write to a connection that is gone or
 * somebody else's by now; it is left waiting for ever instead.
 */
async function change<T>(pool: Db, work: (tx: Tx, unlessLost: UnlessLost) => Promise<T>): Promise<T> {
  let over = false
  const stopIfOver = () => (over ? new Promise<never>(() => {}) : undefined)
  const transaction = pool.begin(async (tx) => ({
    value: await work(tx, (announce) => async (type, payload) => {
      await announce(type, payload)
      await stopIfOver()
    }),
  }))
  try {
    return (await transaction).value
  } finally {
    over = true
  }
}

const silence: Announce = async () => {}

function announcer(context: DeliveryContext, organizerId: number): Announce {
  /** Who let one delivery of this change time out is not waited for again in it. */
  const slow = new Set<number>()
  return async (type, payload) => {
    const listeners = await listListeners(context.db, { organizerId, type })
    for (const webhook of listeners.filter((each) => !slow.has(each.id))) {
      const { timedOut } = await deliver(context, webhook, { type, payload })
      if (timedOut) slow.add(webhook.id)
    }
  }
}

/** The log is kept outside the change's transaction: it tells what happened also when the change is undone. */
async function deliver(
  { db, send, clock, log }: DeliveryContext,
  webhook: WebhookRow,
  { type, payload }: { type: WebhookType; payload: unknown },
): Promise<{ timedOut: boolean }> {
  const at = new Date(clock.now())
  const event_sent_at = `${at.toISOString().slice(0, 19)}+00:00`
  const body = phpJson({ event_type: type, event_sent_at, payload })
  const { organizer_id: organizerId, url, secret } = webhook
  const { code, body: answer, timedOut } = await send({ organizerId, url, secret, body })
  log.debug({ webhook: webhook.id, type, code }, 'webhook delivered')
  // An answer may hold what a text column cannot.
  const kept = answer?.replaceAll('\0', '') ?? null
  await recordAttempt(db, { webhookId: webhook.id, type, payload: body, code, body: kept, at })
  return { timedOut }
}
