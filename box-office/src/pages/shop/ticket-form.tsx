import type { JSX } from 'preact'
import { isPriceAvailable } from '../../catalogue/availability.ts'
import { isFull } from '../../dates/shape.ts'
import type { Product } from '../../catalogue/read.ts'
import { Prose } from '../kit/layout/prose.tsx'
import { ChosenDate } from './dates.tsx'
import { Line } from './offer-line.tsx'
import { PromoCode } from './promo-code.tsx'
import type { OrderFormProps } from './props.ts'

/** The choice of tickets as one plain form. */
export function TicketForm({ found, form, now }: OrderFormProps): JSX.Element {
  const { event, categories } = found
  const products = categories.flatMap((each) => each.products)
  // An empty section is left out, unless the organiser wrote a text for it.
  const shown = categories.filter(
    (each) => each.products.length > 0 || (categories.length > 1 && each.no_products_message !== null),
  )
  const sells =
    !isFull(found.date) &&
    products.some((product) => product.prices.some((each) => isPriceAvailable(product, each, now)))
  // Where nothing is sold, only somebody who came with a code is asked for one.
  const asksForCode = (form.values['promo_code'] ?? '') !== '' || found.sales === 'soon'
  return (
    <form method="post" action={`/event/${event.id}`} class="stack" novalidate data-order-form>
      <ChosenDate found={found} />
      {shown.map((category) => (
        <div key={category.id} class="stack stack--tight">
          {shown.length > 1 && <h3 dir="auto">{category.name}</h3>}
          {category.description !== null && (
            <p class="muted small" dir="auto">
              {category.description}
            </p>
          )}
          {category.products.length === 0 && (
            <p class="muted" dir="auto">
              {category.no_products_message}
            </p>
          )}
          <ul class="offer">
            {category.products.map((product) => (
              <Offered key={product.id} found={found} form={form} now={now} product={product} />
            ))}
          </ul>
        </div>
      ))}
      {products.length === 0 && <p class="muted">There are no tickets for this code.</p>}
      {(sells || asksForCode) && <PromoCode found={found} form={form} />}
      {sells && (
        <button class="button button--primary button--wide" type="submit" disabled={event.status !== 'LIVE'}>
          Continue
        </button>
      )}
    </form>
  )
}

function Offered({ product, ...rest }: OrderFormProps & { product: Product }): JSX.Element {
  const single = product.prices.length === 1
  return (
    <li class={product.is_highlighted ? 'offer__item offer__item--highlight' : 'offer__item'}>
      {product.is_highlighted && product.highlight_message && (
        <span class="badge" data-tone="good" dir="auto">
          {product.highlight_message}
        </span>
      )}
      {!single && (
        <h3 class="offer__title" dir="auto">
          {product.title}
        </h3>
      )}
      {product.prices.map((price) => (
        <Line key={price.id} product={product} price={price} {...rest} />
      ))}
      <Prose html={product.description} />
    </li>
  )
}
