import type { RelayContext } from './context.ts'
import { findLinkByHiEvent } from '../linking/store.ts'
import { markMoving } from '../sales/store.ts'
import { isUpstream } from '../upstream/errors.ts'
import { noteMotion } from './announce.ts'
import { follow } from './follow.ts'
import { claimDeliveries, type Delivery, markProcessed, postponeDelivery } from './store.ts'

const RETRIES_MS = [500, 2_000, 5_000, 15_000, 30_000]

/** Works on recorded webhooks, as many at once as the pool takes. True when there may be more than it took. */
export async function processDeliveries(context: RelayContext): Promise<boolean> {
  const pool = context.pools.inbox
  const asked = pool.free()
  if (asked === 0) return false
  const deliveries = await claimDeliveries(context.db, asked)
  for (const each of deliveries) pool.run(() => processOne(context, each))
  return deliveries.length === asked
}

async function processOne(context: RelayContext, delivery: Delivery): Promise<void> {
  try {
    await act(context, delivery)
    await markProcessed(context.db, delivery.id)
  } catch (error) {
    context.log.warn({ err: error, delivery: delivery.id }, 'A webhook could not be worked on yet')
    const asked = isUpstream(error, 'limited') ? (error.retryAfter ?? 0) * 1000 : 0
    const pause = Math.max(asked, RETRIES_MS[delivery.attempts - 1] ?? 60_000)
    // A row that cannot be postponed either comes back when its claim runs out.
    await postponeDelivery(context.db, delivery.id, pause).catch(() => {})
  }
}

/** Only the event's own messages can change a status; those of orders and tickets tell that its shop is another. */
async function act(context: RelayContext, delivery: Delivery): Promise<void> {
  context.catalogue.forget(delivery.hiEventId)
  const link = await findLinkByHiEvent(context.db, delivery.hiEventId)
  if (link === undefined || link.accountId !== delivery.accountId) return
  if (delivery.eventType.startsWith('event.')) await follow(context, link.eventId, delivery.namedStatus)
  else await markMoving(context.db, delivery.hiEventId)
  await noteMotion(context, delivery.accountId)
}
