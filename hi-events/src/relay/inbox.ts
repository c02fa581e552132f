import { type Backoff, type Loop, pauseAfter, startQueue } from '@tuvens/platform/work'
import { observeWebhookAge } from '@tuvens/platform/telemetry/counts/webhooks'
import { findLinkByHiEvent } from '../linking/store.ts'
import { scheduleShopChecks } from '../sales/store.ts'
import { isUpstream } from '../upstream/errors.ts'
import type { RelayContext } from './context.ts'
import { readUntilAgreed } from './read-until-agreed.ts'
import { claimDeliveries, type NativeDelivery, markProcessed, OBSERVED, postponeDelivery } from './store.ts'
import { sweepOften } from './sweep/store.ts'

const CONCURRENCY = 10
const POLL_MS = 1_000
const BACKOFF: Backoff = { pausesMs: [500, 2_000, 5_000, 15_000, 30_000], thenMs: 60_000 }

/** Processes recorded webhooks. One that fails is retried until its event could be read; there are no dead letters. */
export function startInbox(context: RelayContext): Loop {
  return startQueue<NativeDelivery>({
    name: 'inbox',
    claim: (limit) => claimDeliveries(context.db, limit),
    traceparentOf: ({ traceparent }) => traceparent,
    handle: async (delivery) => {
      await processDelivery(context, delivery)
      await markProcessed(context.db, delivery)
      if (!isObserved(delivery))
        observeWebhookAge('native', context.clock.now() - delivery.receivedAt.getTime())
    },
    pauseAfter: ({ attempts }, error) => {
      const retryAfter = isUpstream(error, 'limited') ? (error.retryAfter ?? 0) : 0
      return Math.max(retryAfter * 1000, pauseAfter(BACKOFF, attempts) ?? 0)
    },
    postpone: async ({ id }, { pauseMs, error }) => {
      context.log.warn({ err: error, delivery: id }, 'A webhook could not be processed yet')
      await postponeDelivery(context.db, id, pauseMs)
    },
    concurrency: CONCURRENCY,
    everyMs: POLL_MS,
    log: context.log,
    wakeUp: context.inboxWakeUp,
  })
}

/** Only messages about the event itself can change its status; those about orders and tickets mean that its shop changed. */
async function processDelivery(context: RelayContext, delivery: NativeDelivery): Promise<void> {
  context.shopCache.invalidate(delivery.hiEventId)
  const link = await findLinkByHiEvent(context.db, delivery.hiEventId)
  if (link === undefined || link.accountId !== delivery.accountId) return
  // First, because a sweep finds the change also when it cannot be read by itself: too many changed at once.
  await sweepOften(context.db, delivery.accountId)
  if (isAboutEvent(delivery)) await readUntilAgreed(context, link.eventId, delivery.namedStatus)
  else {
    await scheduleShopChecks(context.db, [link.eventId], { isActive: true })
    context.shopsWakeUp.wake()
  }
}

/** Seen in the pass-through: no webhook. */
function isObserved({ eventType }: NativeDelivery): boolean {
  return eventType === OBSERVED.event || eventType === OBSERVED.shop
}

function isAboutEvent({ eventType }: NativeDelivery): boolean {
  return eventType.startsWith('event.') || eventType === OBSERVED.event
}
