import {
  type DeliveriesQuery,
  type Delivery,
  hasRealTime,
  newestDeliveries,
  nextDeliveries,
  ServiceError,
  TICKET_ORIGIN_ROUTES,
} from '@tuvens/contract'
import { callOf } from '@tuvens/platform/http/route'
import { bounded } from '@tuvens/platform/bounded'
import type { OperatorContext } from '../context.ts'
import { KINDS, listDeliveries } from './store.ts'
import { orNull } from './ticket-origin.ts'

export type FoundDeliveries = {
  deliveries: Delivery[]
  /** The cursor of the page after this one. */
  next: string | null
  /** Whether those of the ticket origin are missing, because it cannot be reached. */
  is_partial: boolean
}

/** One page of the deliveries of both services, the newest first. */
export async function searchDeliveries(
  context: OperatorContext,
  query: DeliveriesQuery,
): Promise<FoundDeliveries> {
  if (query.before !== undefined && !hasRealTime(query.before)) throw new ServiceError('VALIDATION_ERROR')
  const asked = query.kinds?.split(',')
  const kinds = KINDS.filter((kind) => asked === undefined || asked.includes(kind))
  const call = context.ticketOrigin.call(callOf(TICKET_ORIGIN_ROUTES.operatorDeliveries, { query }))
  const [theirs, ...own] = await Promise.all([
    orNull(context, call),
    ...kinds.map((kind) => bounded(context.db, (sql) => listDeliveries(sql, kind, query))),
  ])
  const deliveries = newestDeliveries([...(theirs?.deliveries ?? []), ...own.flat()])
  return { deliveries, next: nextDeliveries(deliveries), is_partial: theirs === null }
}
