import { isolated } from '@tuvens/platform/text/isolated'
import type { OfferProps } from './props.ts'

/** How many of an offer, and the amount of a donation. The buttons are hidden until the script shows them. */
export function QuantityField(props: OfferProps) {
  const { offer, ticket, selection } = props
  const name = `${offer.productId}.${offer.priceId}`
  const title = isolated(offer.label === null ? ticket.title : `${ticket.title}, ${offer.label}`)
  return (
    <div class="picker__quantity">
      {offer.isDonation && <AmountField name={name} {...props} />}
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

function AmountField({ name, offer, ticket, selection, shop, format }: OfferProps & { name: string }) {
  return (
    <label class="picker__amount">
      <span class="small">
        {/* A screen reader may read this field without its row. */}
        <span class="visually-hidden">
          <bdi>{ticket.title}</bdi>:{' '}
        </span>
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
