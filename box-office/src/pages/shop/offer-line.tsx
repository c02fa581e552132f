import { OFFER_WORDS } from '@tuvens/design'
import type { JSX } from 'preact'
import { LOW_QUANTITY, isPriceSoldOut, quantityLeft } from '../../catalogue/availability.ts'
import type { Product } from '../../catalogue/read.ts'
import type { PriceRow } from '../../catalogue/store.ts'
import { isFull } from '../../dates/shape.ts'
import { money } from '../../rest/words.ts'
import { fieldId } from '../kit/form/field-frame.tsx'
import { AmountField } from '../kit/form/fields.tsx'
import { Cost } from './cost.tsx'
import { Quantity, quantityName } from './quantity.tsx'
import type { OfferLineProps } from './props.ts'
import { unavailableReason } from './unavailable.ts'

export function Line({ product, price, found, form, now }: OfferLineProps): JSX.Element {
  const name = product.prices.length === 1 ? product.title : (price.label ?? product.title)
  const problem = form.problems.find((each) => each.field === quantityName(price.id))
  const { timezone } = found.event
  const isDateFull = isFull(found.date)
  const reason =
    unavailableReason({ product, price, now, timezone }) ?? (isDateFull ? OFFER_WORDS.sold_out : null)
  return (
    <div class="offer__line">
      <div class="offer__what">
        <label
          class="offer__name"
          dir="auto"
          for={reason === null ? fieldId(quantityName(price.id)) : undefined}
        >
          {name}
        </label>
        <Cost product={product} price={price} found={found} now={now} />
        {reason === null && <Scarcity product={product} price={price} />}
        {problem && (
          <p class="field__error" id={`${fieldId(quantityName(price.id))}-error`}>
            {problem.message}
          </p>
        )}
      </div>
      {reason === null ? (
        <Quantity product={product} price={price} found={found} form={form} />
      ) : (
        <div class="offer__state">
          <span class="badge" data-tone="neutral">
            {reason}
          </span>
          {product.waitlist_enabled === true && (isPriceSoldOut(price) || isDateFull) && (
            <a href={waitlistPath(found, price)}>Join the waiting list</a>
          )}
        </div>
      )}
      {reason === null && product.type === 'DONATION' && (
        <AmountField
          form={form}
          name={`amount.${price.id}`}
          label="Your amount"
          currency={found.event.currency}
          hint={
            price.price > 0
              ? `At least ${money(price.price, found.event.currency)} each`
              : 'For each ticket; 0 is fine'
          }
          optional
        />
      )}
    </div>
  )
}

function waitlistPath({ event, date }: OfferLineProps['found'], price: PriceRow): string {
  const query = { price: String(price.id), ...(date !== null && { date: String(date.id) }) }
  return `/event/${event.id}/waitlist?${new URLSearchParams(query)}`
}

function Scarcity({ product, price }: { product: Product; price: PriceRow }): JSX.Element | null {
  const left = quantityLeft(price)
  if (left === null || !product.show_quantity_remaining) return null
  return (
    <p class={left <= LOW_QUANTITY ? 'offer__few num' : 'muted small num'}>
      {left <= LOW_QUANTITY ? `Only ${left} left` : `${left} left`}
    </p>
  )
}
