import type { JSX } from 'preact'
import { EventLayout } from '../frame/event-layout.tsx'
import { fullName } from '../frame/full-name.ts'
import { managePath } from '../frame/manage-path.ts'
import type { OrderPageProps } from './order-page.tsx'

export function CancelOrderPage({
  managed,
  full: { order, attendees },
}: Pick<OrderPageProps, 'managed' | 'full'>): JSX.Element {
  const path = managePath(managed.event.id, `/orders/${order.id}`)
  return (
    <EventLayout managed={managed} tab="orders" title="Cancel order" width="form">
      <div class="panel stack">
        <h1>
          Cancel the order of <bdi>{fullName(order)}</bdi>?
        </h1>
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
