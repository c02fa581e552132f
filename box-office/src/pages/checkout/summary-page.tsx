import type { JSX } from 'preact'
import type { AttendeeRow } from '../../orders/attendee-store.ts'
import { money } from '../../rest/words.ts'
import { Icon } from '../kit/icon.tsx'
import { Layout, useShell } from '../kit/layout.tsx'
import { Prose } from '../kit/prose.tsx'
import { Qr } from '../kit/qr.tsx'
import { When, Where } from '../kit/when.tsx'
import { SoldBy } from '../shop/event-page.tsx'
import type { BuyerOrder } from './load.ts'
import { OrderSummary } from './order-summary.tsx'

type Props = { bought: BuyerOrder; ticketNames: ReadonlyMap<number, string> }

/** The tickets first, then what happens next. */
export function SummaryPage({ bought, ticketNames }: Props): JSX.Element {
  const { order, attendees, organizer, settings } = bought
  const cancelled = order.status === 'CANCELLED'
  return (
    <Layout
      title={cancelled ? 'Order cancelled' : titleOf(bought)}
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
                type={ticketNames.get(attendee.product_price_id) ?? 'Ticket'}
              />
            ))}
          </ul>
          {!cancelled && <Prose html={settings.post_checkout_message} />}
          {!cancelled && settings.is_online_event && settings.online_event_connection_details !== null && (
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

function OrderAside({ bought }: { bought: BuyerOrder }): JSX.Element {
  const { event, order, items, settings } = bought
  const cancelled = order.status === 'CANCELLED'
  return (
    <aside class="stack" aria-label="Your order">
      <div class="panel stack">
        <div class="stack stack--tight">
          <h2 class="h3">{event.title}</h2>
          <p>
            <When event={event} />
          </p>
          <p>
            <Where location={settings.location_details} online={settings.is_online_event} />
          </p>
        </div>
        {!cancelled && (
          <a class="button" href={`/checkout/${event.id}/${order.short_id}/calendar.ics`}>
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
        <a class="with-icon" href={settings.website_url}>
          <Icon name="back" size={20} /> Back to the event page
        </a>
      )}
    </aside>
  )
}

function Opening({ bought: { order, event, attendees, settings } }: { bought: BuyerOrder }): JSX.Element {
  if (order.status === 'CANCELLED')
    return (
      <div class="notice notice--bad">
        <Icon name="cross" />
        <div class="stack stack--tight">
          <h1>This order was cancelled</h1>
          <p>Nothing of it is valid any more. Questions? Write to {settings.support_email}.</p>
        </div>
      </div>
    )
  return (
    <div class="stack stack--tight">
      <h1 class="display">{headingOf({ order, attendees })}</h1>
      <p class="lead">
        {whatOf(attendees.length, event.title)}
        <WhereToFindIt order={order} />
      </p>
      {attendees.length === 0 && (
        <p>
          Say the number <strong class="num">{order.public_id}</strong> when you pick it up.
        </p>
      )}
      {isDue(order) && (
        <div class="notice notice--warn">
          <Icon name="info" />
          <div>
            <p>
              <strong>{money(order.total_gross, order.currency)} to pay at the door.</strong>
            </p>
            <Prose html={settings.offline_payment_instructions} />
          </div>
        </div>
      )}
    </div>
  )
}

function isDue({ status }: BuyerOrder['order']): boolean {
  return status === 'AWAITING_OFFLINE_PAYMENT'
}

/** An order of merchandise only is no admission to the event. */
function titleOf({ attendees, event }: BuyerOrder): string {
  return attendees.length === 0 ? `Your order · ${event.title}` : `You’re going to ${event.title}`
}

function headingOf({ order, attendees }: Pick<BuyerOrder, 'order' | 'attendees'>): string {
  if (attendees.length === 0) return isDue(order) ? 'Your order is kept' : 'Your order is in'
  return isDue(order) ? 'Your places are kept' : 'You’re going'
}

function whatOf(tickets: number, title: string): string {
  if (tickets === 0) return `What you ordered at ${title} is below`
  return tickets === 1
    ? `Your ticket for ${title} is below`
    : `Your ${tickets} tickets for ${title} are below`
}

/** Where the order can be found again: in a mail, if mails are sent. */
function WhereToFindIt({ order: { email } }: Pick<BuyerOrder, 'order'>): JSX.Element {
  const { mail } = useShell()
  if (mail === 'kept') return <>. Keep the address of this page: it is the way back.</>
  return (
    <>
      , and on the way to <strong>{email}</strong>.
      {mail === 'mailbox' && (
        <>
          {' '}
          <a href={`/mailbox?address=${encodeURIComponent(email ?? '')}`}>Open the mailbox</a>
        </>
      )}
    </>
  )
}

function TicketCard({ attendee, type }: { attendee: AttendeeRow; type: string }): JSX.Element {
  const name = `${attendee.first_name} ${attendee.last_name}`
  const valid = attendee.status !== 'CANCELLED'
  return (
    <li class="panel pass">
      <div class="pass__what stack stack--tight">
        <p class="eyebrow">{type}</p>
        <p class="pass__name">{name}</p>
        <p class="muted small num">{attendee.public_id}</p>
        {valid && (
          <p>
            <a href={`/ticket/${attendee.short_id}`}>
              Open ticket<span class="visually-hidden"> of {name}</span>
            </a>
          </p>
        )}
        {!valid && (
          <span class="badge" data-tone="bad">
            Not valid any more
          </span>
        )}
      </div>
      {valid && <Qr text={attendee.public_id} label={`Code of ticket ${attendee.public_id}`} />}
    </li>
  )
}
