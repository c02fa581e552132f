import { isolated } from '@tuvens/platform/text/isolated'
import type { JSX } from 'preact'
import { Layout } from '../kit/layout/layout.tsx'
import { Prose } from '../kit/layout/prose.tsx'
import { SoldBy } from '../kit/layout/sold-by.tsx'
import { cancelledOf, type OrderWithEvent } from './load.ts'
import { OrderAside } from './order-aside.tsx'
import { Opening } from './summary-heading.tsx'
import { TicketCard } from './ticket-card.tsx'

type Props = { bought: OrderWithEvent; ticketNames: ReadonlyMap<number, string> }

/** The tickets first, then what happens next. */
export function SummaryPage({ bought, ticketNames }: Props): JSX.Element {
  const { attendees, organizer, settings } = bought
  const cancelled = cancelledOf(bought)
  return (
    <Layout
      title={cancelled === null ? titleOf(bought) : CANCELLED_TITLES[cancelled]}
      kind="public"
      foot={<SoldBy name={organizer.name} email={settings.support_email} />}
    >
      <Opening bought={bought} />
      <div class="split">
        <div class="stack">
          <ul class="stack">
            {attendees.map((attendee) => (
              <TicketCard
                key={attendee.id}
                attendee={attendee}
                isCancelled={cancelled !== null}
                type={ticketNames.get(attendee.product_price_id) ?? 'Ticket'}
              />
            ))}
          </ul>
          {cancelled === null && <Prose html={settings.post_checkout_message} />}
          {cancelled === null &&
            settings.is_online_event &&
            settings.online_event_connection_details !== null && (
              <section class="panel stack stack--tight">
                <h2 class="h3">How to join</h2>
                <Prose html={settings.online_event_connection_details} />
              </section>
            )}
        </div>
        <OrderAside bought={bought} />
      </div>
    </Layout>
  )
}

const CANCELLED_TITLES = { event: 'Event cancelled', order: 'Order cancelled' }

/** An order of merchandise only is no admission to the event. */
function titleOf({ attendees, event }: OrderWithEvent): string {
  const title = isolated(event.title)
  return attendees.length === 0 ? `Your order · ${title}` : `You’re going to ${title}`
}
