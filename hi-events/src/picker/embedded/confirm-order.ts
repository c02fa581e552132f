import {
  type CompletedOrderRequest,
  type CompletedOrderResponse,
  ServiceError,
  type TICKET_ORIGIN_ROUTES,
} from '@tuvens/contract'
import type { RouteRequest } from '@tuvens/platform/http/route'
import { findFramedLink } from '../../linking/framing-store.ts'
import { isUpstream } from '../../upstream/errors.ts'
import { clientIp } from '../../web/client-ip.ts'
import type { PickerContext } from '../context.ts'
import { refusalOf, tooMany } from '../refusal.ts'
import { claimOrder } from './store.ts'

const COMPLETE = new Set(['COMPLETED', 'AWAITING_OFFLINE_PAYMENT'])

/** There is no such order, or this is not its session. */
const UNKNOWN = ['missing', 'refused', 'forbidden', 'unauthorised'] as const

type OrderCall = RouteRequest<(typeof TICKET_ORIGIN_ROUTES)['embeddedOrder']>

/**
 * Reads an order from the ticket system, for a page that reports it to the page around it. Whatever reloads, tabs and nodes
 * there are, one caller is the first.
 *
 * @throws ServiceError RATE_LIMITED, NOTHING_LINKED, UPSTREAM_UNAVAILABLE
 */
export async function confirmOrder(
  context: PickerContext,
  { params, body, request, reply }: OrderCall,
): Promise<CompletedOrderResponse> {
  reply.header('cache-control', 'no-store')
  const address = clientIp(request.raw, context.config.proxyHops)
  const refusal = await context.entrances.check('orderState', { address })
  if (refusal !== null) throw tooMany(refusal)
  const link = await findFramedLink(context.db, params.event_id)
  if (link === undefined) throw new ServiceError('NOTHING_LINKED')
  const state = await readState(context, link.hiEventId, { body, address })
  const isFirst = state === 'complete' && (await claimOrder(context.db, link.hiEventId, body.order))
  return { state, is_first: isFirst }
}

async function readState(
  { hiEvents }: PickerContext,
  hiEventId: number,
  { body, address }: { body: CompletedOrderRequest; address: string },
): Promise<CompletedOrderResponse['state']> {
  try {
    const { status, is_expired } = await hiEvents.publicOrder(hiEventId, body, address)
    if (COMPLETE.has(status)) return 'complete'
    return status === 'RESERVED' && is_expired !== true ? 'open' : 'gone'
  } catch (error) {
    if (UNKNOWN.some((failure) => isUpstream(error, failure))) return 'gone'
    throw refusalOf(error)
  }
}
