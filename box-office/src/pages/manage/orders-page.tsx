import type { JSX } from 'preact'
import type { FullOrder } from '../../orders/read.ts'
import { plural, price, shortDateTime } from '../../rest/words.ts'
import { OrderSummary } from '../checkout/order-summary.tsx'
import { SuccessNotice } from '../kit/done.tsx'
import { Icon } from '../kit/icon.tsx'
import { Found, Pages, Search } from '../kit/list.tsx'
import { EventLayout, managePath } from './chrome.tsx'
import type { ManagedEvent } from './load.ts'
import { AttendeeBadge, fullName, OrderBadge } from './order-words.tsx'

type ListProps = {
  managed: ManagedEvent
  orders: readonly FullOrder[]
  total: number
  query: string
  page: number
}

export function OrdersPage({ managed, orders, total, query, page }: ListProps): JSX.Element {
  const path = managePath(managed.event.id, '/orders')
  const empty = total === 0 && query === ''
  return (
    <EventLayout managed={managed} tab="orders" title="Orders" width="narrow">
      <div class="row row--between toolbar">
        <h1>Orders</h1>
        {!empty && <Search action={path} query={query} label="Name, e-mail or number" />}
      </div>
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
        <h2 class="line__title">
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

type DetailProps = { managed: ManagedEvent; full: FullOrder; done: string | undefined }

export function OrderPage({ managed, full, done }: DetailProps): JSX.Element {
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
        <h1>{fullName(order)}</h1>
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
        </dl>
        <OrderSummary order={order} items={items} />
        <OrderActions managed={managed} full={full} />
      </section>
      <section class="panel stack" aria-labelledby="order-tickets">
        <h2 id="order-tickets">Tickets</h2>
        <ul class="rows">
          {attendees.map((each) => (
            <li key={each.id} class="row row--between">
              <span>
                <strong>{fullName(each)}</strong>{' '}
                <span class="muted small">
                  {items.find((item) => item.product_price_id === each.product_price_id)?.item_name} ·{' '}
                  <span class="num">{each.public_id}</span>
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
}: Pick<DetailProps, 'managed' | 'full'>): JSX.Element | null {
  if (order.status === 'CANCELLED') return null
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
      <a class="button button--quiet" href={`${path}/cancel`}>
        Cancel order…
      </a>
    </div>
  )
}

export function CancelOrderPage({
  managed,
  full: { order, attendees },
}: Pick<DetailProps, 'managed' | 'full'>): JSX.Element {
  const path = managePath(managed.event.id, `/orders/${order.id}`)
  return (
    <EventLayout managed={managed} tab="orders" title="Cancel order" width="form">
      <div class="panel stack">
        <h1>Cancel the order of {fullName(order)}?</h1>
        <ul class="prose">
          <li>
            {attendees.length === 1 ? 'Its ticket stops' : `Its ${attendees.length} tickets stop`} being
            valid.
          </li>
          <li>The places go back on sale.</li>
          <li>{order.email} gets an e-mail about it.</li>
          {order.total_gross > 0 && order.status === 'COMPLETED' && (
            <li>Paying back the money is up to you.</li>
          )}
        </ul>
        <div class="row">
          <form method="post" action={`${path}/cancel`}>
            <button class="button button--danger" type="submit">
              Cancel the order
            </button>
          </form>
          <a class="button" href={path}>
            Keep it
          </a>
        </div>
      </div>
    </EventLayout>
  )
}
