import { isolated } from '@tuvens/platform/text/isolated'
import type { JSX } from 'preact'
import type { Refund } from '../../../orders/paid-back/mark-paid-back.ts'
import type { FullOrder } from '../../../orders/read.ts'
import { shortDateTime } from '../../../rest/words.ts'
import { OrderSummary } from '../../checkout/order-summary.tsx'
import { Icon } from '../../kit/layout/icon.tsx'
import { SuccessNotice } from '../../kit/layout/success-notice.tsx'
import { EventLayout } from '../frame/event-layout.tsx'
import { fullName } from '../frame/full-name.ts'
import type { ManagedEvent } from '../frame/load-event.ts'
import { managePath } from '../frame/manage-path.ts'
import { AttendeeBadge, OrderBadge } from './badges.tsx'

export type OrderPageProps = {
  managed: ManagedEvent
  full: FullOrder
  refund: Refund
  done: string | undefined
}

export function OrderPage({ managed, full, refund, done }: OrderPageProps): JSX.Element {
  const { order, items, attendees } = full
  const { event } = managed
  return (
    <EventLayout managed={managed} tab="orders" title={`Order ${order.public_id}`} width="narrow">
      <SuccessNotice what={done} />
      <p>
        <a class="with-icon" href={managePath(event.id, '/orders')}>
          <Icon name="back" size={20} /> All orders
        </a>
      </p>
      <div class="row row--between">
        <h1 dir="auto">{fullName(order)}</h1>
        <OrderBadge order={order} />
      </div>
      <section class="panel stack" aria-label="Order">
        <dl class="facts facts--stacked">
          <dt>Number</dt>
          <dd class="num">{order.public_id}</dd>
          <dt>E-mail</dt>
          <dd>
            <a href={`mailto:${order.email ?? ''}`}>{order.email}</a>
          </dd>
          <dt>Ordered</dt>
          <dd class="num">{shortDateTime(order.created_at, event.timezone)}</dd>
          {order.refunded_at !== null && (
            <>
              <dt>Paid back</dt>
              <dd class="num">
                {shortDateTime(order.refunded_at, event.timezone)}
                {refund.by !== null && `, marked by ${isolated(refund.by)}`}
              </dd>
            </>
          )}
        </dl>
        <OrderSummary order={order} items={items} />
        <OrderActions managed={managed} full={full} refund={refund} />
      </section>
      <section class="panel stack" aria-labelledby="order-tickets">
        <h2 id="order-tickets">Tickets</h2>
        <ul class="rows">
          {attendees.map((each) => (
            <li key={each.id} class="row row--between">
              <span>
                <strong>
                  <bdi>{fullName(each)}</bdi>
                </strong>{' '}
                <span class="muted small">
                  <bdi>
                    {items.find((item) => item.product_price_id === each.product_price_id)?.item_name}
                  </bdi>{' '}
                  · <span class="num">{each.public_id}</span>
                </span>
              </span>
              <AttendeeBadge attendee={each} />
            </li>
          ))}
        </ul>
      </section>
    </EventLayout>
  )
}

function OrderActions({
  managed: { event },
  full: { order },
  refund,
}: Pick<OrderPageProps, 'managed' | 'full' | 'refund'>): JSX.Element | null {
  if (order.status === 'CANCELLED' && !refund.isDue) return null
  const path = managePath(event.id, `/orders/${order.id}`)
  return (
    <div class="row">
      {order.status === 'AWAITING_OFFLINE_PAYMENT' && (
        <form method="post" action={`${path}/paid`}>
          <button class="button button--primary" type="submit">
            Mark as paid
          </button>
        </form>
      )}
      {refund.isDue && (
        <a class="button button--primary" href={`${path}/paid-back`}>
          Mark as paid back…
        </a>
      )}
      {order.status !== 'CANCELLED' && (
        <a class="button button--quiet" href={`${path}/cancel`}>
          Cancel order…
        </a>
      )}
    </div>
  )
}
