import type { ShopSnapshot } from '../shop/shop-cache.ts'
import { isUpstream, type UpstreamFailure } from '../upstream/errors.ts'
import type { PickerContext } from './context.ts'

/** What is read for a visitor: the prices of the date they chose, and with their code if they gave one. */
type Wanted = { eventId: number; clientIp: string; dateId?: number; promoCode: string; since?: number }

/** Why there is no shop to show: the ticket system is away or busy, or it gave an answer that we cannot use. */
export type Unread = 'away' | 'unusable'

const AWAY: readonly UpstreamFailure[] = ['unreachable', 'limited', 'resting']

/** Reads an event's shop; a reason when the ticket system gives none and never has. */
export async function readSnapshot(
  context: PickerContext,
  { eventId, promoCode, ...rest }: Wanted,
): Promise<ShopSnapshot | Unread> {
  try {
    return await context.shopCache.read({ id: eventId, ...rest, ...(promoCode !== '' && { promoCode }) })
  } catch (error) {
    if (!isUpstream(error)) throw error
    context.log.warn({ err: error.cause, hiEventId: eventId }, 'The picker could not read its event')
    return AWAY.includes(error.failure) ? 'away' : 'unusable'
  }
}
