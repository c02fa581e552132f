import type { BaseContext } from '../base-context.ts'
import { Refusal } from '../refusal.ts'
import { type BuyerOrder, requireOrder, requireSession, rereadOrder } from './read.ts'
import { abandonReserved, type OrderRow } from './store.ts'

/** Releases the tickets of a held order. @throws Refusal 409 when it is completed */
export async function abandonOrder(context: BaseContext, wanted: BuyerOrder): Promise<OrderRow> {
  const order = await requireOrder(context, wanted)
  requireSession(order, wanted.sessionIdentifier)
  const abandoned = await abandonReserved(context.db, order.id)
  const { order: now } = await rereadOrder(context.db, order.id)
  if (!abandoned && now.status !== 'ABANDONED')
    throw new Refusal(409, 'This order can no longer be abandoned.')
  return now
}
