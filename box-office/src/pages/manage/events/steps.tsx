import type { ComponentChildren, JSX } from 'preact'
import type { Product } from '../../../catalogue/read.ts'
import { plural } from '../../../rest/words.ts'
import { Icon } from '../../kit/layout/icon.tsx'
import type { ManagedEvent } from '../frame/load-event.ts'
import { managePath } from '../frame/manage-path.ts'
import { StatusButton } from '../frame/status-button.tsx'
import { TicketSummary } from '../tickets/ticket-summary.tsx'

export function Step({
  done,
  title,
  children,
}: {
  done: boolean
  title: string
  children: ComponentChildren
}): JSX.Element {
  return (
    <li data-done={done ? '' : undefined}>
      <div class="stack stack--tight step__body">
        <h2 class="step__title">
          {title}
          {done && <span class="visually-hidden"> (done)</span>}
        </h2>
        {children}
      </div>
    </li>
  )
}

export function FirstTicket({ managed: { event } }: { managed: ManagedEvent }): JSX.Element {
  return (
    <>
      <p>Free or paid, for everyone or for a few. A name is all a free ticket needs.</p>
      <p>
        <a class="button button--primary" href={managePath(event.id, '/tickets/new?from=getting-started')}>
          <Icon name="plus" size={20} /> Add a ticket
        </a>
      </p>
    </>
  )
}

export function Tickets({
  managed: { event },
  tickets,
}: {
  managed: ManagedEvent
  tickets: readonly Product[]
}): JSX.Element {
  return (
    <>
      <p class="visually-hidden">{plural(tickets.length, 'kind')} of ticket</p>
      <TicketSummary tickets={tickets} currency={event.currency} />
      <div class="row">
        <a href={managePath(event.id, '/tickets/new?from=getting-started')}>Add another</a>
        <a href={managePath(event.id, '/tickets')}>Change tickets</a>
      </div>
    </>
  )
}

export function Publish({
  managed,
  ready,
  live,
}: {
  managed: ManagedEvent
  ready: boolean
  live: boolean
}): JSX.Element {
  if (live) return <p class="muted">You can pause sales at any time from the overview.</p>
  if (!ready) return <p class="muted">Opens up once there is a ticket.</p>
  return (
    <>
      <p>Your event page shows the tickets within a second. You can pause at any time.</p>
      <StatusButton eventId={managed.event.id} status="LIVE" from="getting-started" look="primary">
        Publish
      </StatusButton>
    </>
  )
}
