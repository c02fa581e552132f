import type { JSX } from 'preact'
import { isSoldOut, saleWindow } from '../../products/availability.ts'
import type { Product } from '../../products/catalogue.ts'
import { Done } from '../kit/done.tsx'
import { count, money, shortDateTime } from '../../rest/words.ts'
import { Icon } from '../kit/icon.tsx'
import { EventChrome, managePath } from './chrome.tsx'
import type { Managed } from './load.ts'
import { placesOf, priceRange, takenOf } from './ticket-summary.tsx'

type Props = { managed: Managed; tickets: readonly Product[]; now: number; done: string | undefined }

export function TicketsPage({ managed, tickets, now, done }: Props): JSX.Element {
  return (
    <EventChrome managed={managed} tab="tickets" title="Tickets" width="narrow">
      <Done what={done} />
      <div class="row row--between">
        <h1>Tickets</h1>
        {tickets.length > 0 && <AddTicket eventId={managed.event.id} />}
      </div>
      {tickets.length === 0 ? (
        <div class="empty">
          <Icon name="ticket" />
          <h2>No tickets yet</h2>
          <p class="muted">Free or paid, for everyone or for a few. A name is all a free ticket needs.</p>
          <AddTicket eventId={managed.event.id} />
        </div>
      ) : (
        <ul class="stack ticket-list">
          {tickets.map((ticket) => (
            <TicketCard key={ticket.id} managed={managed} ticket={ticket} now={now} />
          ))}
        </ul>
      )}
    </EventChrome>
  )
}

function AddTicket({ eventId }: { eventId: number }): JSX.Element {
  return (
    <a class="button button--primary" href={managePath(eventId, '/tickets/new')}>
      <Icon name="plus" size={20} /> Add a ticket
    </a>
  )
}

type CardProps = { managed: Managed; ticket: Product; now: number }

function TicketCard({ managed: { event }, ticket, now }: CardProps): JSX.Element {
  const { sold, held } = takenOf(ticket)
  const places = placesOf(ticket)
  return (
    <li class="panel ticket-card">
      <div class="row row--between ticket-card__head">
        <h2 class="h3">{ticket.title}</h2>
        <a class="button button--small" href={managePath(event.id, `/tickets/${ticket.id}`)}>
          Change<span class="visually-hidden"> {ticket.title}</span>
        </a>
      </div>
      <p class="num">
        <strong>{priceRange(ticket, event.currency)}</strong>
      </p>
      <Flags ticket={ticket} now={now} timezone={event.timezone} />
      {ticket.type === 'TIERED' && <TierTable ticket={ticket} currency={event.currency} />}
      {places !== null && places > 0 && (
        <meter
          class="meter"
          min={0}
          max={places}
          value={sold + held}
          aria-label={`${sold + held} of ${places} taken`}
        />
      )}
      <p class="muted small num">
        {count(sold)} sold{held > 0 && `, ${count(held)} being bought`}
        {places === null ? ', no limit' : ` of ${count(places)}`}
      </p>
    </li>
  )
}

function Flags({
  ticket,
  now,
  timezone,
}: {
  ticket: Product
  now: number
  timezone: string
}): JSX.Element | null {
  const { isBefore, isAfter } = saleWindow(ticket, now)
  const { sale_start_date: start, sale_end_date: end } = ticket
  const flags: [tone: string, words: string][] = []
  if (isSoldOut(ticket)) flags.push(['warn', 'Sold out'])
  if (isBefore && start !== null) flags.push(['info', `On sale from ${shortDateTime(start, timezone)}`])
  if (isAfter) flags.push(['neutral', 'Sale is over'])
  if (!isAfter && end !== null) flags.push(['neutral', `On sale until ${shortDateTime(end, timezone)}`])
  if (ticket.is_hidden) flags.push(['neutral', 'Hidden'])
  if (ticket.is_hidden_without_promo_code) flags.push(['neutral', 'Needs a promo code'])
  if (ticket.waitlist_enabled === true) flags.push(['neutral', 'Waiting list'])
  if (ticket.highlight_message !== null) flags.push(['good', ticket.highlight_message])
  if (flags.length === 0) return null
  return (
    <p class="row ticket-card__flags">
      {flags.map(([tone, words]) => (
        <span key={words} class="badge" data-tone={tone}>
          {words}
        </span>
      ))}
    </p>
  )
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
