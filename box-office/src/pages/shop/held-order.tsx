import type { FastifyRequest } from 'fastify'
import type { JSX } from 'preact'
import { isExpired, requireOrder } from '../../orders/read.ts'
import type { OrderRow } from '../../orders/store.ts'
import { Refusal } from '../../refusal.ts'
import { clockTime } from '../../rest/words.ts'
import { HELD_COOKIE } from '../checkout/load.ts'
import type { PageContext } from '../kit/context.ts'
import { Icon } from '../kit/layout/icon.tsx'

/** The order that this browser holds and has not finished; null when there is none. */
export async function findHeldOrder(
  context: PageContext,
  request: FastifyRequest,
  eventId: number,
): Promise<OrderRow | null> {
  const shortId = request.cookies[HELD_COOKIE]
  if (shortId === undefined) return null
  try {
    const order = await requireOrder(context, { eventId, shortId })
    return order.status === 'RESERVED' && !isExpired(order, context.clock.now()) ? order : null
  } catch (error) {
    if (error instanceof Refusal) return null
    throw error
  }
}

/** The way on to the checkout of an order, and the way to give it back. The checkout reads the session from its own cookie. */
export function HeldOrder({ order, timezone }: { order: OrderRow; timezone: string }): JSX.Element {
  const path = `/checkout/${order.event_id}/${order.short_id}`
  return (
    <div class="notice notice--info" role="status">
      <Icon name="clock" />
      <div class="stack stack--tight">
        <p>
          <strong>
            Your order is held until <span class="num">{clockTime(order.reserved_until, timezone)}</span>.
          </strong>
        </p>
        <div class="row">
          <a class="button button--primary button--small" href={`${path}/details`}>
            Go on with your order
          </a>
          <form method="post" action={`${path}/abandon`}>
            <button class="button button--small" type="submit">
              Give it back
            </button>
          </form>
        </div>
      </div>
    </div>
  )
}
