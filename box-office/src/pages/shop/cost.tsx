import type { JSX } from 'preact'
import { publicPriceShape } from '../../catalogue/shape.ts'
import { money, price as priceWords } from '../../rest/words.ts'
import type { OfferLineProps } from './props.ts'

export function Cost({ product, price, found, now }: Omit<OfferLineProps, 'form'>): JSX.Element {
  const { currency } = found.event
  if (product.type === 'DONATION') return <p class="muted">You choose the amount</p>
  const shown = publicPriceShape(product, price, { now, promo: found.promo })
  const extras = [shown.tax_total > 0 && 'taxes', (shown.fee_total ?? 0) > 0 && 'fees'].filter(Boolean)
  return (
    <p class="num offer__price">
      {shown.price_before_discount !== null && (
        <s>
          <span class="visually-hidden">Before: </span>
          {money(shown.price_before_discount, currency)}
        </s>
      )}{' '}
      {priceWords(shown.price_including_taxes_and_fees, currency)}
      {extras.length > 0 && <span class="muted small"> with {extras.join(' and ')}</span>}
    </p>
  )
}
