import type { Context } from '../context.ts'
import { findLinkByHiEvent } from '../linking/store.ts'
import { markMoving } from '../sales/store.ts'
import { isUpstream } from '../upstream/errors.ts'
import { noteMotion } from './announce.ts'
import { follow } from './follow.ts'
import { claimDeliveries, type Delivery, markProcessed, postponeDelivery } from './store.ts'

const RETRIES_MS = [500, 2_000, 5_000, 15_000, 30_000]

/** Works on recorded webhooks, as many at once as the pool takes. True when there may be more than it took. */
export async function processDeliveries(ctx: Context): Promise<boolean> {
  const pool = ctx.pools.inbox
  const asked = pool.free()
  if (asked === 0) return false
  const deliveries = await claimDeliveries(ctx.db, asked)
  for (const each of deliveries) pool.run(() => processOne(ctx, each))
  return deliveries.length === asked
}

async function processOne(ctx: Context, delivery: Delivery): Promise<void> {
  try {
    await act(ctx, delivery)
    await markProcessed(ctx.db, delivery.id)
  } catch (error) {
    ctx.log.warn({ err: error, delivery: delivery.id }, 'A webhook could not be worked on yet')
    const asked = isUpstream(error, 'limited') ? (error.retryAfter ?? 0) * 1000 : 0
    const pause = Math.max(asked, RETRIES_MS[delivery.attempts - 1] ?? 60_000)
    // A row that cannot be postponed either comes back when its claim runs out.
    await postponeDelivery(ctx.db, delivery.id, pause).catch(() => {})
  }
}

/** Only the event's own messages can change a status; those of orders and tickets tell that its shop is another. */
async function act(ctx: Context, delivery: Delivery): Promise<void> {
  ctx.catalogue.forget(delivery.hiEventId)
  const link = await findLinkByHiEvent(ctx.db, delivery.hiEventId)
  if (link === undefined || link.accountId !== delivery.accountId) return
  if (delivery.eventType.startsWith('event.')) await follow(ctx, link.eventId, delivery.namedStatus)
  else await markMoving(ctx.db, delivery.hiEventId)
  await noteMotion(ctx, delivery.accountId)
}
