import type { JSX } from 'preact'
import type { Category } from '../../../catalogue/read.ts'
import { count } from '../../../rest/words.ts'
import { Icon } from '../../kit/layout/icon.tsx'
import { SuccessNotice } from '../../kit/layout/success-notice.tsx'
import { EventLayout } from '../frame/event-layout.tsx'
import type { ManagedEvent } from '../frame/load-event.ts'
import { managePath } from '../frame/manage-path.ts'
import { TicketCard } from './ticket-card.tsx'

type Props = {
  managed: ManagedEvent
  sections: readonly Category[]
  /** Number of people on the waiting list. */
  waiting: number
  now: number
  done: string | undefined
}

export function TicketsPage({ managed, sections, waiting, now, done }: Props): JSX.Element {
  const { event } = managed
  const tickets = sections.flatMap((each) => each.products)
  const hasWaitingList = waiting > 0 || tickets.some((each) => each.waitlist_enabled === true)
  return (
    <EventLayout managed={managed} tab="tickets" title="Tickets" width="narrow">
      <SuccessNotice what={done} />
      <div class="row row--between">
        <h1>Tickets</h1>
        {tickets.length > 0 && <AddTicket eventId={event.id} />}
      </div>
      {tickets.length === 0 && sections.length < 2 ? (
        <div class="empty">
          <Icon name="ticket" />
          <h2>No tickets yet</h2>
          <p class="muted">Free or paid, for everyone or for a few. A name is all a free ticket needs.</p>
          <AddTicket eventId={event.id} />
        </div>
      ) : (
        sections.map((each) => (
          <Section key={each.id} managed={managed} section={each} alone={sections.length === 1} now={now} />
        ))
      )}
      <nav class="row tickets-more" aria-label="More about tickets">
        {hasWaitingList && (
          <a class="with-icon" href={managePath(event.id, '/waiting-list')}>
            <Icon name="people" size={20} /> Waiting list{waiting > 0 && ` (${count(waiting)})`}
          </a>
        )}
        <a class="with-icon" href={managePath(event.id, '/sections')}>
          <Icon name="list" size={20} /> Sections
        </a>
        <a class="with-icon" href={managePath(event.id, '/taxes')}>
          <Icon name="settings" size={20} /> Taxes and fees
        </a>
      </nav>
    </EventLayout>
  )
}

type SectionProps = { managed: ManagedEvent; section: Category; alone: boolean; now: number }

/** The name is shown only when there are several sections. */
function Section({ managed, section, alone, now }: SectionProps): JSX.Element {
  const { id, name, products, is_hidden } = section
  return (
    <section class="stack stack--tight" aria-label={name}>
      {!alone && (
        <div class="row row--between">
          <h2 class="h3">
            <bdi>{name}</bdi>
            {is_hidden && <span class="muted"> (hidden)</span>}
          </h2>
          <a href={managePath(managed.event.id, `/tickets/new?section=${id}`)}>
            Add
            <span class="visually-hidden">
              {' to '}
              <bdi>{name}</bdi>
            </span>
          </a>
        </div>
      )}
      {products.length === 0 && <p class="muted">Nothing in it yet.</p>}
      <ul class="stack ticket-list">
        {products.map((ticket) => (
          <TicketCard key={ticket.id} managed={managed} ticket={ticket} now={now} alone={alone} />
        ))}
      </ul>
    </section>
  )
}

function AddTicket({ eventId }: { eventId: number }): JSX.Element {
  return (
    <a class="button button--primary" href={managePath(eventId, '/tickets/new')}>
      <Icon name="plus" size={20} /> Add a ticket
    </a>
  )
}
