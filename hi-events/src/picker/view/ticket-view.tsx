import { icon } from '@tuvens/design'
import type { ComponentChildren } from 'preact'
import { Svg } from '../../web/shell.tsx'
import { Choice } from './quantity-field.tsx'
import type { Format } from './format.ts'
import { Moment } from './moment.tsx'
import type { PickerProps } from './picker-page.tsx'
import { Prose } from './prose.tsx'
import { isAvailable, MAX_PER_ORDER, type Offer, type Shop, type Ticket } from '../../shop/shop.ts'
import { WaitingView } from './waiting-list-view.tsx'

/** A ticket within its shop. */
export type TicketProps = PickerProps & { ticket: Ticket }
/** One of its prices. */
export type OfferProps = TicketProps & { offer: Offer }

/** One kind of ticket: what it is, what it costs, and a number to put to it, or why there is none. */
export function TicketView({ isDim, ...props }: TicketProps & { isDim: boolean }) {
  const { ticket } = props
  const isSingle = ticket.offers.length === 1 && (ticket.offers[0]?.label ?? null) === null
  const title = <h3>{ticket.title}</h3>
  const about = ticket.description && <Prose html={ticket.description} />
  return (
    <li
      class="picker__ticket"
      data-highlight={(ticket.highlight !== null && !isDim) || undefined}
      data-dim={isDim || undefined}
      data-min={ticket.min}
      data-max={ticket.max}
    >
      {ticket.highlight !== null && <p class="picker__tag">{ticket.highlight}</p>}
      {!isSingle && (
        <div class="stack picker__about">
          {title}
          {about}
        </div>
      )}
      {ticket.offers.map((offer) => (
        <OfferView key={offer.priceId} {...props} offer={offer}>
          {isSingle ? title : <p class="picker__label">{offer.label ?? ticket.title}</p>}
        </OfferView>
      ))}
      {isSingle && about}
    </li>
  )
}

function OfferView({ children, ...props }: OfferProps & { children: ComponentChildren }) {
  const { offer, ticket } = props
  const isWaitedFor = offer.availability === 'sold-out' && ticket.hasWaitingList
  return (
    <div class="picker__offer" data-availability={offer.availability}>
      <div class="picker__about stack">
        {children}
        <PriceLine {...props} />
      </div>
      {isAvailable(offer) ? <Choice {...props} /> : <Closed offer={offer} format={props.format} />}
      {isWaitedFor && <WaitingView {...props} />}
    </div>
  )
}

function PriceLine({ offer, ticket, format, shop }: OfferProps) {
  const notes = notesOf({ offer, ticket, format, shop })
  return (
    <>
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
      </p>
      {notes.length > 0 && (
        <p class="picker__notes">
          {notes.map((note, index) => (
            <span key={index}>{note}</span>
          ))}
        </p>
      )}
    </>
  )
}

function priceWords(offer: Offer, ticket: Ticket, format: Format): string {
  if (offer.isDonation) return offer.total > 0 ? `${format.money(offer.total)} or more` : 'Pay what you want'
  return ticket.isFree || offer.shown === 0 ? 'Free' : format.money(offer.shown)
}

type Noted = { offer: Offer; ticket: Ticket; format: Format; shop: Shop }

function notesOf({ offer, ticket, format, shop }: Noted): ComponentChildren[] {
  const extras = offer.extras.map(({ amount, names }) => `${format.money(amount)} ${names.join(', ')}`)
  const added = extras.length === 0 ? [] : [`${shop.isInclusive ? 'incl.' : 'plus'} ${extras.join(' and ')}`]
  if (!isAvailable(offer)) return added
  const limits = limitWords(ticket)
  return [
    ...added,
    ...(ticket.remaining !== null ? [`${ticket.remaining} left`] : []),
    ...(limits !== null ? [limits] : []),
    ...(offer.endsAt !== null
      ? [
          <>
            until <Moment date={offer.endsAt} format={format} />
          </>,
        ]
      : []),
  ]
}

/** What an order may hold of a ticket, where the organiser chose that. */
function limitWords({ min, max, remaining }: Ticket): string | null {
  const hasMax = max < MAX_PER_ORDER && max !== remaining
  if (min > 1 && min === max) return `exactly ${min} per order`
  if (min > 1) return hasMax ? `${min} to ${max} per order` : `at least ${min} per order`
  return hasMax ? `up to ${max} per order` : null
}

function Closed({ offer: { availability, startsAt }, format }: { offer: Offer; format: Format }) {
  switch (availability) {
    case 'sold-out':
      return <p class="badge">Sold out</p>
    case 'not-yet':
      return (
        <p class="picker__when">
          <Svg markup={icon('clock', 20)} />
          {startsAt === null ? (
            'Not on sale yet'
          ) : (
            <span>
              On sale <Moment date={startsAt} format={format} />
            </span>
          )}
        </p>
      )
    case 'over':
      return <p class="badge">Sale is over</p>
    case 'unavailable':
    case 'available':
      return <p class="badge">Not available</p>
  }
}
