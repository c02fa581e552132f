import type { OfferProps } from './ticket-view.tsx'

/** How many of an offer, and how much for each where the visitor says so. The buttons are the script's. */
export function Choice(props: OfferProps) {
  const { offer, ticket, selection } = props
  const name = `${offer.productId}.${offer.priceId}`
  const title = offer.label === null ? ticket.title : `${ticket.title}, ${offer.label}`
  return (
    <div class="picker__choice">
      {offer.isDonation && <Amount name={name} {...props} />}
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
          max={ticket.max}
          value={selection.quantities.get(offer.priceId)?.quantity ?? 0}
          data-price={offer.total}
        />
        <button type="button" aria-label={`One more: ${title}`} data-step="1" hidden>
          +
        </button>
      </div>
    </div>
  )
}

function Amount({ name, offer, ticket, selection, shop, format }: OfferProps & { name: string }) {
  return (
    <label class="picker__amount">
      <span class="small">
        {/* Said so that one knows what it is for, read out of its row. */}
        <span class="visually-hidden">{ticket.title}: </span>
        {shop.currency} each
      </span>
      <input
        type="number"
        inputMode="decimal"
        name={`amount.${name}`}
        min={offer.total}
        step={format.unit}
        value={selection.amounts.get(offer.priceId) ?? offer.total}
        data-amount
      />
    </label>
  )
}
