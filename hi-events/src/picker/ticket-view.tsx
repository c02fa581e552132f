import type { Format } from './format.ts'
import { Prose } from './prose.tsx'
import type { Selection } from './selection.ts'
import { isAvailable, type Offer, type Shop, type Ticket } from './shop.ts'

/** A ticket, the shop it is in, and what was chosen so far. */
export type TicketViewProps = { ticket: Ticket; shop: Shop; format: Format; selection: Selection }

/** One kind of ticket: what it is, what it costs, and a number to put to it, or why there is none. */
export function TicketView({ ticket, shop, format, selection }: TicketViewProps) {
  const isSingle = ticket.offers.length === 1 && (ticket.offers[0]?.label ?? null) === null
  return (
    <li class="picker__ticket" data-highlight={ticket.highlight !== null || undefined}>
      {ticket.highlight !== null && <p class="eyebrow">{ticket.highlight}</p>}
      {!isSingle && <Title ticket={ticket} />}
      {ticket.offers.map((offer) => (
        <OfferView key={offer.priceId} {...{ offer, ticket, shop, format, selection, isSingle }} />
      ))}
    </li>
  )
}

function Title({ ticket }: { ticket: Ticket }) {
  return (
    <div class="stack picker__about">
      <h3>{ticket.title}</h3>
      {ticket.description && <Prose html={ticket.description} />}
    </div>
  )
}

type OfferProps = TicketViewProps & { offer: Offer; isSingle: boolean }

function OfferView({ offer, isSingle, ...rest }: OfferProps) {
  const { ticket, format } = rest
  return (
    <div class="picker__offer" data-availability={offer.availability}>
      <div class="picker__about stack">
        {isSingle ? <Title ticket={ticket} /> : <p class="picker__label">{offer.label ?? ticket.title}</p>}
        <PriceLine offer={offer} ticket={ticket} format={format} />
      </div>
      {isAvailable(offer) ? <Choice offer={offer} {...rest} /> : <Closed offer={offer} {...rest} />}
    </div>
  )
}

function PriceLine({ offer, ticket, format }: { offer: Offer; ticket: Ticket; format: Format }) {
  const notes = notesOf(offer, ticket, format)
  return (
    <p>
      {offer.before !== null && offer.before > offer.shown && (
        <>
          <s class="muted num">
            <span class="visually-hidden">Before: </span>
            {format.money(offer.before)}
          </s>{' '}
        </>
      )}
      <strong class="num">{priceWords(offer, ticket, format)}</strong>
      {notes.map((note) => (
        <span class="picker__note" key={note}>
          {note}
        </span>
      ))}
    </p>
  )
}

function priceWords(offer: Offer, ticket: Ticket, format: Format): string {
  if (offer.isDonation) return offer.total > 0 ? `${format.money(offer.total)} or more` : 'Pay what you want'
  return ticket.isFree || offer.shown === 0 ? 'Free' : format.money(offer.shown)
}

function notesOf(offer: Offer, ticket: Ticket, format: Format): string[] {
  const { extras } = offer
  const names = extras?.names.join(', ') || 'taxes and fees'
  return [
    ...(extras === null
      ? []
      : [
          extras.isIncluded
            ? `incl. ${format.money(extras.amount)} ${names}`
            : `plus ${format.money(extras.amount)} ${names}`,
        ]),
    ...(isAvailable(offer) && ticket.remaining !== null ? [`${ticket.remaining} left`] : []),
    ...(isAvailable(offer) && ticket.min > 1 ? [`at least ${ticket.min}`] : []),
    ...(isAvailable(offer) && offer.endsAt !== null ? [`until ${format.date(offer.endsAt)}`] : []),
  ]
}

type ChoiceProps = TicketViewProps & { offer: Offer }

function Choice({ offer, ticket, selection, shop }: ChoiceProps) {
  const name = `${offer.productId}.${offer.priceId}`
  const chosen = selection.quantities.get(offer.priceId)?.quantity ?? 0
  const title = offer.label === null ? ticket.title : `${ticket.title}, ${offer.label}`
  return (
    <div class="picker__choice">
      {offer.isDonation && (
        <Amount name={name} offer={offer} selection={selection} currency={shop.currency} />
      )}
      <div class="stepper" data-stepper>
        <button type="button" aria-label={`One less: ${title}`} data-step="-1" hidden>
          −
        </button>
        <input
          type="number"
          inputMode="numeric"
          name={`quantity.${name}`}
          aria-label={`How many: ${title}`}
          min={0}
          max={offer.max}
          value={chosen}
          data-price={offer.total}
        />
        <button type="button" aria-label={`One more: ${title}`} data-step="1" hidden>
          +
        </button>
      </div>
    </div>
  )
}

type AmountProps = { name: string; offer: Offer; selection: Selection; currency: string }

function Amount({ name, offer, selection, currency }: AmountProps) {
  return (
    <label class="picker__amount">
      <span class="small">Amount ({currency})</span>
      <input
        type="number"
        inputMode="decimal"
        name={`amount.${name}`}
        min={offer.total}
        step="0.01"
        value={selection.amounts.get(offer.priceId) ?? offer.total}
        data-amount
      />
    </label>
  )
}

function Closed({ offer, ticket, shop, format }: ChoiceProps) {
  return (
    <div class="picker__closed">
      <p class="badge" data-tone={offer.availability === 'sold-out' ? 'bad' : 'neutral'}>
        {closedWords(offer, format)}
      </p>
      {offer.availability === 'sold-out' && ticket.hasWaitingList && (
        <a href={`/event/${shop.eventId}/${shop.slug}`} target="_top">
          Join the waiting list
        </a>
      )}
    </div>
  )
}

function closedWords({ availability, startsAt }: Offer, format: Format): string {
  switch (availability) {
    case 'sold-out':
      return 'Sold out'
    case 'not-yet':
      return startsAt === null ? 'Not on sale yet' : `On sale ${format.date(startsAt)}`
    case 'over':
      return 'Sale has ended'
    case 'unavailable':
    case 'available':
      return 'Not available'
  }
}
