import { isolated } from '@tuvens/platform/text/isolated'
import type { JSX } from 'preact'
import type { AttendeeRow } from '../../orders/attendee-store.ts'
import type { OrderRow } from '../../orders/store.ts'
import { cancelledOf, type OrderWithEvent } from '../checkout/load.ts'
import { PaidBack } from '../checkout/paid-back.tsx'
import { money } from '../../rest/words.ts'
import { Icon } from '../kit/layout/icon.tsx'
import { Layout } from '../kit/layout/layout.tsx'
import { Prose } from '../kit/layout/prose.tsx'
import { Qr } from '../kit/layout/qr.tsx'
import { When, Where } from '../kit/layout/when.tsx'
import { SoldBy } from '../kit/layout/sold-by.tsx'

export type TicketDetails = Pick<OrderWithEvent, 'event' | 'organizer' | 'settings'> & {
  attendee: AttendeeRow
  order: OrderRow
  type: string
}

/** One ticket: its code, date and place. Prints on one sheet. */
export function TicketPage({ pass }: { pass: TicketDetails }): JSX.Element {
  const { event, order, attendee, organizer, settings, type } = pass
  const name = `${attendee.first_name} ${attendee.last_name}`
  const cancelled = cancelledOf(pass)
  const valid = cancelled === null && attendee.status !== 'CANCELLED'
  return (
    <Layout
      title={`Ticket of ${isolated(name)} · ${isolated(event.title)}`}
      kind="public"
      width="form"
      foot={<SoldBy name={organizer.name} email={settings.support_email} />}
    >
      <article class="ticket panel">
        <header class="ticket__head stack stack--tight">
          <p class="eyebrow" dir="auto">
            {type}
          </p>
          <h1 dir="auto">{event.title}</h1>
        </header>
        {valid ? (
          <div class="ticket__code">
            <Qr text={attendee.public_id} label={`Code of ticket ${attendee.public_id}`} />
            <p class="num">{attendee.public_id}</p>
          </div>
        ) : (
          <div class="notice notice--bad">
            <Icon name="cross" />
            <p>
              <strong>This ticket is no longer valid.</strong>{' '}
              {cancelled === 'event'
                ? 'The event is cancelled and does not take place.'
                : 'The order was cancelled.'}{' '}
              <PaidBack order={order} />
            </p>
          </div>
        )}
        {valid && <PaymentDue pass={pass} />}
        <Facts pass={pass} valid={valid} />
      </article>
      {valid && (
        <div class="row no-print ticket__actions">
          <a class="button" href={`/ticket/${attendee.short_id}/calendar.ics`}>
            <Icon name="calendar" size={20} /> Add to calendar
          </a>
        </div>
      )}
    </Layout>
  )
}

function PaymentDue({ pass: { attendee, order, settings } }: { pass: TicketDetails }): JSX.Element | null {
  if (attendee.status !== 'AWAITING_PAYMENT') return null
  return (
    <div class="notice notice--warn">
      <Icon name="info" />
      <div>
        <p>
          <strong>Not paid yet.</strong> {money(order.total_gross, order.currency)} for the whole order, at
          the door.
        </p>
        <Prose html={settings.offline_payment_instructions} />
      </div>
    </div>
  )
}

function Facts({
  pass: { attendee, event, settings },
  valid,
}: {
  pass: TicketDetails
  valid: boolean
}): JSX.Element {
  const details = !valid ? null : settings.online_event_connection_details
  return (
    <dl class="facts facts--stacked">
      <dt>Name</dt>
      <dd>
        <bdi>{`${attendee.first_name} ${attendee.last_name}`}</bdi>
      </dd>
      <dt>When</dt>
      <dd>
        <When event={event} />
      </dd>
      {(settings.location_details !== null || settings.is_online_event) && (
        <>
          <dt>Where</dt>
          <dd>
            <Where location={settings.location_details} online={settings.is_online_event} />
          </dd>
        </>
      )}
      {settings.is_online_event && details !== null && (
        <>
          <dt>How to join</dt>
          <dd>
            <Prose html={details} />
          </dd>
        </>
      )}
    </dl>
  )
}
