import { isolated } from '@tuvens/platform/text/isolated'
import { icon, OFFER_WORDS } from '@tuvens/design'
import type { ComponentChildren } from 'preact'
import { Svg } from '../../web/shell.tsx'
import { QuantityField } from './quantity-field.tsx'
import type { Format } from './format.ts'
import { Moment } from './moment.tsx'
import type { OfferProps, TicketProps } from './props.ts'
import { Prose } from './prose/prose.tsx'
import { isAvailable, MAX_PER_ORDER, type Offer, offersOf, type Shop, type Ticket } from '../../shop/shop.ts'
import { WaitingListView } from './waiting-list-view.tsx'

/** One ticket: its title and description, and for each offer the price and a quantity, or why it cannot be had. */
export function TicketView({ isDim, ...props }: TicketProps & { isDim: boolean }) {
  const { ticket } = props
  const isSingle = ticket.offers.length === 1 && (ticket.offers[0]?.label ?? null) === null
  const title = <h3 dir="auto">{ticket.title}</h3>
  const about = ticket.description && <Prose html={ticket.description} />
  return (
    <li
      class="picker__ticket"
      data-highlight={(ticket.highlight !== null && !isDim) || undefined}
      data-dim={isDim || undefined}
      data-min={ticket.min}
      data-max={ticket.max}
    >
      {ticket.highlight !== null && (
        <p class="picker__tag" dir="auto">
          {ticket.highlight}
        </p>
      )}
      {!isSingle && !ticket.isCollapsed && (
        <div class="stack picker__about">
          {title}
          {about}
        </div>
      )}
      <Foldable {...props}>
        {ticket.isCollapsed && !isSingle && about}
        {ticket.offers.map((offer) => (
          <OfferView key={offer.priceId} {...props} offer={offer}>
            {isSingle && !ticket.isCollapsed ? (
              title
            ) : (
              <p class="picker__label" dir="auto">
                {offer.label ?? ticket.title}
              </p>
            )}
          </OfferView>
        ))}
        {isSingle && about}
      </Foldable>
    </li>
  )
}

/** What the organiser keeps closed at first is opened by a click, and stays open where something of it is chosen. */
function Foldable({ ticket, selection, children }: TicketProps & { children: ComponentChildren }) {
  if (!ticket.isCollapsed) return <>{children}</>
  const isChosen = ticket.offers.some(({ priceId }) => (selection.quantities.get(priceId)?.quantity ?? 0) > 0)
  return (
    <details class="picker__fold" open={isChosen}>
      <summary>
        <h3 dir="auto">{ticket.title}</h3>
      </summary>
      <div class="stack">{children}</div>
    </details>
  )
}

function OfferView({ children, ...props }: OfferProps & { children: ComponentChildren }) {
  const { offer, ticket } = props
  const hasWaitingList = offer.availability === 'sold-out' && ticket.hasWaitingList
  return (
    <div class="picker__offer" data-availability={offer.availability}>
      <div class="picker__about stack">
        {children}
        <PriceLine {...props} />
      </div>
      {isAvailable(offer) ? (
        <QuantityField {...props} />
      ) : (
        !isSaidAbove(props.shop) && <UnavailableOffer offer={offer} format={props.format} />
      )}
      {hasWaitingList && <WaitingListView {...props} />}
    </div>
  )
}

/** The notice above the tickets says why none can be had; where all have that one reason, it is not repeated. */
function isSaidAbove(shop: Shop): boolean {
  const reasons = new Set(offersOf(shop).map((each) => each.availability))
  return reasons.size === 1 && (reasons.has('sold-out') || reasons.has('over'))
}

function PriceLine({ offer, ticket, format, shop }: OfferProps) {
  const notes = priceNotes({ offer, ticket, format, shop }).filter((each) => each !== null)
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
        <strong class="num">{priceText(offer, ticket, format)}</strong>
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

function priceText(offer: Offer, ticket: Ticket, format: Format): string {
  if (offer.isDonation) return offer.total > 0 ? `${format.money(offer.total)} or more` : 'Pay what you want'
  return format.price(ticket.isFree ? 0 : offer.shown)
}

type PriceNotesInput = Pick<OfferProps, 'offer' | 'ticket' | 'format' | 'shop'>

/** Null where there is nothing to note. */
function priceNotes({ offer, ticket, format, shop }: PriceNotesInput): ComponentChildren[] {
  const extras = offer.extras.map(
    ({ amount, names }) => `${format.money(amount)} ${names.map(isolated).join(', ')}`,
  )
  const added = extras.length === 0 ? null : `${shop.isInclusive ? 'incl.' : 'plus'} ${extras.join(' and ')}`
  if (!isAvailable(offer)) return [added]
  const end = offer.endsAt && (
    <>
      until <Moment date={offer.endsAt} format={format} />
    </>
  )
  return [added, ticket.remaining === null ? null : `${ticket.remaining} left`, limitText(ticket), end]
}

/** How many of a ticket one order may contain, where the organiser set a limit. */
function limitText({ min, max, remaining }: Ticket): string | null {
  const hasMax = max < MAX_PER_ORDER && max !== remaining
  if (min > 1 && min === max) return `exactly ${min} per order`
  if (min > 1) return hasMax ? `${min} to ${max} per order` : `at least ${min} per order`
  return hasMax ? `up to ${max} per order` : null
}

function UnavailableOffer({
  offer: { availability, startsAt, heldUntil },
  format,
}: {
  offer: Offer
  format: Format
}) {
  switch (availability) {
    case 'sold-out':
      if (heldUntil === null) return <p class="badge">{OFFER_WORDS.sold_out}</p>
      return (
        <p class="picker__when">
          <Svg markup={icon('clock', 20)} />
          <span>
            In somebody’s basket until <Moment date={heldUntil} format={format} />
          </span>
        </p>
      )
    case 'not-yet':
      return (
        <p class="picker__when">
          <Svg markup={icon('clock', 20)} />
          {startsAt === null ? (
            OFFER_WORDS.soon
          ) : (
            <span>
              On sale <Moment date={startsAt} format={format} />
            </span>
          )}
        </p>
      )
    case 'over':
      return <p class="badge">{OFFER_WORDS.over}</p>
    case 'unavailable':
    case 'available':
      return <p class="badge">{OFFER_WORDS.unavailable}</p>
  }
}
