import { isolated } from '@tuvens/platform/text/isolated'
import type { JSX } from 'preact'
import type { Product } from '../../../catalogue/read.ts'
import { count, money } from '../../../rest/words.ts'
import type { ManagedEvent } from '../frame/load-event.ts'
import { managePath } from '../frame/manage-path.ts'
import { Flags } from './ticket-flags.tsx'
import { placesOf, priceRange, takenOf } from './ticket-summary.tsx'

type CardProps = { managed: ManagedEvent; ticket: Product; now: number; alone: boolean }

export function TicketCard({ managed: { event }, ticket, now, alone }: CardProps): JSX.Element {
  const Title = alone ? 'h2' : 'h3'
  const { sold, held } = takenOf(ticket)
  const places = placesOf(ticket)
  return (
    <li class="panel ticket-card">
      <div class="row row--between ticket-card__head">
        <Title class="h3 ticket-card__title" dir="auto">
          {ticket.title}
        </Title>
        <a class="button button--small" href={managePath(event.id, `/tickets/${ticket.id}`)}>
          Change
          <span class="visually-hidden">
            {' '}
            <bdi>{ticket.title}</bdi>
          </span>
        </a>
      </div>
      <p class="num">
        <strong>{priceRange(ticket, event.currency)}</strong>
        {ticket.taxes.length > 0 && (
          <span class="muted small"> plus {ticket.taxes.map((each) => isolated(each.name)).join(', ')}</span>
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

function TierTable({ ticket, currency }: { ticket: Product; currency: string }): JSX.Element {
  return (
    <ul class="tiers small">
      {ticket.prices.map((each) => (
        <li key={each.id} class="row row--between">
          <bdi>{each.label}</bdi>
          <span class="num muted">
            {money(each.price, currency)} · {count(each.sold)} sold
            {each.initial_quantity_available !== null && ` of ${count(each.initial_quantity_available)}`}
          </span>
        </li>
      ))}
    </ul>
  )
}
