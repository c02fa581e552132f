import type { ShopSnapshot } from '../shop/shop-cache.ts'
import { isUpstream } from '../upstream/errors.ts'
import type { PickerContext } from './context.ts'

/** What is read for a visitor: the prices of the date they chose, and with their code if they gave one. */
type Wanted = { eventId: number; clientIp: string; dateId?: number; promoCode: string; since?: number }

/** Reads an event's shop; null when the ticket system does not answer and never has. */
export async function readSnapshot(
  context: PickerContext,
  { eventId, promoCode, ...rest }: Wanted,
): Promise<ShopSnapshot | null> {
  try {
    return await context.shopCache.read({ id: eventId, ...rest, ...(promoCode !== '' && { promoCode }) })
  } catch (error) {
    if (!isUpstream(error)) throw error
    context.log.warn({ err: error.cause, hiEventId: eventId }, 'The picker could not read its event')
    return null
  }
}
