import { PHASES } from '@tuvens/design'
import type { JSX } from 'preact'
import type { EventRow } from '../../events/store.ts'
import { isSoldOut, saleWindow } from '../../catalogue/availability.ts'
import type { Category, Product } from '../../catalogue/read.ts'
import { SuccessNotice } from '../kit/done.tsx'
import { count, money, shortDateTime } from '../../rest/words.ts'
import { Icon } from '../kit/icon.tsx'
import { EventLayout, managePath } from './chrome.tsx'
import type { ManagedEvent } from './load.ts'
import { placesOf, priceRange, takenOf } from './ticket-summary.tsx'

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
            {name}
            {is_hidden && <span class="muted"> (hidden)</span>}
          </h2>
          <a href={managePath(managed.event.id, `/tickets/new?section=${id}`)}>
            Add<span class="visually-hidden"> to {name}</span>
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

type CardProps = { managed: ManagedEvent; ticket: Product; now: number; alone: boolean }

function TicketCard({ managed: { event }, ticket, now, alone }: CardProps): JSX.Element {
  const Title = alone ? 'h2' : 'h3'
  const { sold, held } = takenOf(ticket)
  const places = placesOf(ticket)
  return (
    <li class="panel ticket-card">
      <div class="row row--between ticket-card__head">
        <Title class="h3 ticket-card__title">{ticket.title}</Title>
        <a class="button button--small" href={managePath(event.id, `/tickets/${ticket.id}`)}>
          Change<span class="visually-hidden"> {ticket.title}</span>
        </a>
      </div>
      <p class="num">
        <strong>{priceRange(ticket, event.currency)}</strong>
        {ticket.taxes.length > 0 && (
          <span class="muted small"> plus {ticket.taxes.map((each) => each.name).join(', ')}</span>
        )}
      </p>
      <Flags ticket={ticket} now={now} event={event} />
      {ticket.type === 'TIERED' && <TierTable ticket={ticket} currency={event.currency} />}
      <p class="muted small num">
        {count(sold)} sold{held > 0 && `, ${count(held)} being bought`}
        {places === null ? ', no limit' : ` of ${count(places)}`}
      </p>
    </li>
  )
}

type FlagsProps = { ticket: Product; now: number; event: EventRow }
type Flag = [tone: string, label: string]

function Flags({ ticket, now, event }: FlagsProps): JSX.Element | null {
  const flags = [...saleFlags(ticket, now, event), ...displayFlags(ticket)]
  if (flags.length === 0) return null
  return (
    <p class="row ticket-card__flags">
      {flags.map(([tone, label]) => (
        <span key={label} class="badge" data-tone={tone}>
          {label}
        </span>
      ))}
    </p>
  )
}

function saleFlags(ticket: Product, now: number, { timezone }: EventRow): Flag[] {
  const { isBefore, isAfter } = saleWindow(ticket, now)
  const { sale_start_date: start, sale_end_date: end } = ticket
  const flags: [boolean, Flag][] = [
    [isSoldOut(ticket), [PHASES.sold_out.tone, PHASES.sold_out.label]],
    [isBefore, ['info', `On sale from ${start === null ? '' : shortDateTime(start, timezone)}`]],
    [isAfter, ['neutral', 'Sale is over']],
    [
      !isAfter && end !== null,
      ['neutral', `On sale until ${end === null ? '' : shortDateTime(end, timezone)}`],
    ],
  ]
  return flags.filter(([holds]) => holds).map(([, flag]) => flag)
}

function displayFlags(ticket: Product): Flag[] {
  const flags: [boolean, Flag][] = [
    [ticket.product_type === 'GENERAL', ['neutral', 'Merchandise']],
    [ticket.is_hidden, ['neutral', 'Hidden']],
    [ticket.is_hidden_without_promo_code, ['neutral', 'Needs a promo code']],
    [ticket.waitlist_enabled === true, ['neutral', 'Waiting list']],
    [ticket.highlight_message !== null, ['good', ticket.highlight_message ?? '']],
  ]
  return flags.filter(([holds]) => holds).map(([, flag]) => flag)
}

function TierTable({ ticket, currency }: { ticket: Product; currency: string }): JSX.Element {
  return (
    <ul class="tiers small">
      {ticket.prices.map((each) => (
        <li key={each.id} class="row row--between">
          <span>{each.label}</span>
          <span class="num muted">
            {money(each.price, currency)} · {count(each.sold)} sold
            {each.initial_quantity_available !== null && ` of ${count(each.initial_quantity_available)}`}
          </span>
        </li>
      ))}
    </ul>
  )
}
