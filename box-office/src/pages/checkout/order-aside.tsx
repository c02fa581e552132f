import type { JSX } from 'preact'
import { Icon } from '../kit/layout/icon.tsx'
import { When, Where } from '../kit/layout/when.tsx'
import { cancelledOf, type OrderWithEvent } from './load.ts'
import { OrderSummary } from './order-summary.tsx'

export function OrderAside({ bought }: { bought: OrderWithEvent }): JSX.Element {
  const { event, order, items, settings } = bought
  const cancelled = cancelledOf(bought)
  return (
    <aside class="stack" aria-label="Your order">
      <div class="panel stack">
        <div class="stack stack--tight">
          <h2 class="h3" dir="auto">
            {event.title}
          </h2>
          <p>
            <When event={event} />
          </p>
          <p>
            <Where location={settings.location_details} online={settings.is_online_event} />
          </p>
        </div>
        {cancelled === null && (
          <a class="button no-print" href={`/checkout/${event.id}/${order.short_id}/calendar.ics`}>
            <Icon name="calendar" size={20} /> Add to calendar
          </a>
        )}
        <hr />
        <p class="row row--between">
          <span class="muted">Order</span> <strong class="num">{order.public_id}</strong>
        </p>
        <OrderSummary order={order} items={items} />
      </div>
      {settings.website_url && (
        <a class="with-icon no-print" href={settings.website_url}>
          <Icon name="back" size={20} /> Back to the event page
        </a>
      )}
    </aside>
  )
}
