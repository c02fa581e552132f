import type { JSX } from 'preact'
import type { DueOrder } from '../../../orders/paid-back/store.ts'
import type { FullOrder } from '../../../orders/read.ts'
import { plural, price, shortDateTime } from '../../../rest/words.ts'
import { Icon } from '../../kit/layout/icon.tsx'
import { Found, Pages, Search } from '../../kit/layout/list.tsx'
import { SuccessNotice } from '../../kit/layout/success-notice.tsx'
import { EventLayout } from '../frame/event-layout.tsx'
import { fullName } from '../frame/full-name.ts'
import type { ManagedEvent } from '../frame/load-event.ts'
import { managePath } from '../frame/manage-path.ts'
import { DueNotice } from './paid-back-page.tsx'
import { OrderBadge } from './badges.tsx'

type ListProps = {
  managed: ManagedEvent
  orders: readonly FullOrder[]
  total: number
  query: string
  page: number
  /** Those whose money is still to be paid back. */
  due: readonly DueOrder[]
  done: string | undefined
}

export function OrdersPage({ managed, orders, total, query, page, due, done }: ListProps): JSX.Element {
  const path = managePath(managed.event.id, '/orders')
  const empty = total === 0 && query === ''
  return (
    <EventLayout managed={managed} tab="orders" title="Orders" width="narrow">
      <SuccessNotice what={done} />
      <div class="row row--between toolbar">
        <h1>Orders</h1>
        {!empty && <Search action={path} query={query} label="Name, e-mail or number" />}
      </div>
      <DueNotice eventId={managed.event.id} due={due} />
      {empty ? (
        <div class="empty">
          <Icon name="list" />
          <h2>No orders yet</h2>
          <p class="muted">They appear here the moment somebody gets a ticket.</p>
        </div>
      ) : (
        <Found total={total} query={query} one="order" />
      )}
      <ul class="lines">
        {orders.map((each) => (
          <OrderLine key={each.order.id} full={each} managed={managed} />
        ))}
      </ul>
      <Pages path={path} query={query} page={page} total={total} />
    </EventLayout>
  )
}

function OrderLine({
  full: { order, items },
  managed: { event },
}: {
  full: FullOrder
  managed: ManagedEvent
}): JSX.Element {
  const tickets = items.reduce((sum, each) => sum + each.quantity, 0)
  return (
    <li class="card card--link line">
      <div class="line__main">
        <h2 class="line__title" dir="auto">
          <a href={managePath(event.id, `/orders/${order.id}`)}>{fullName(order)}</a>
        </h2>
        <p class="muted small">{order.email}</p>
        <p class="muted small num">
          {order.public_id} · {shortDateTime(order.created_at, event.timezone)}
        </p>
      </div>
      <div class="line__end">
        <strong class="num">{price(order.total_gross, order.currency)}</strong>
        <span class="muted small num">{plural(tickets, 'ticket')}</span>
        <OrderBadge order={order} />
      </div>
    </li>
  )
}
