import { PHASES } from '@tuvens/design'
import type { JSX } from 'preact'
import {
  type Availability,
  availabilityOf,
  FEW,
  isPriceAvailable,
  isPriceSoldOut,
  quantityLeft,
  saleWindow,
} from '../../catalogue/availability.ts'
import type { Product } from '../../catalogue/read.ts'
import { publicPriceShape } from '../../catalogue/shape.ts'
import type { PriceRow } from '../../catalogue/store.ts'
import type { PublicEvent } from '../../public/event.ts'
import { AmountField, Field, fieldId } from '../kit/fields.tsx'
import type { FormState } from '../kit/form.ts'
import { money, price as priceWords, shortDateTime } from '../../rest/words.ts'
import { Icon } from '../kit/icon.tsx'
import { Prose } from '../kit/prose.tsx'

type FormProps = { found: PublicEvent; form: FormState; now: number }
type LineProps = FormProps & { product: Product; price: PriceRow }

/** The choice of tickets as one plain form. */
export function TicketForm({ found, form, now }: FormProps): JSX.Element {
  const { event, categories } = found
  const products = categories.flatMap((each) => each.products)
  // An empty section is left out, unless the organiser wrote a text for it.
  const shown = categories.filter(
    (each) => each.products.length > 0 || (categories.length > 1 && each.no_products_message !== null),
  )
  const sells = products.some((product) =>
    product.prices.some((each) => isPriceAvailable(product, each, now)),
  )
  return (
    <form method="post" action={`/event/${event.id}`} class="stack" novalidate data-order-form>
      {shown.map((category) => (
        <div key={category.id} class="stack stack--tight">
          {shown.length > 1 && <h3>{category.name}</h3>}
          {category.description !== null && <p class="muted small">{category.description}</p>}
          {category.products.length === 0 && <p class="muted">{category.no_products_message}</p>}
          <ul class="offer">
            {category.products.map((product) => (
              <Offered key={product.id} found={found} form={form} now={now} product={product} />
            ))}
          </ul>
        </div>
      ))}
      {products.length === 0 && <p class="muted">There are no tickets for this code.</p>}
      <PromoCode found={found} form={form} />
      {sells && (
        <button class="button button--primary button--wide" type="submit" disabled={event.status !== 'LIVE'}>
          Continue
        </button>
      )}
    </form>
  )
}

function Offered({ product, ...rest }: FormProps & { product: Product }): JSX.Element {
  const single = product.prices.length === 1
  return (
    <li class={product.is_highlighted ? 'offer__item offer__item--highlight' : 'offer__item'}>
      {product.is_highlighted && product.highlight_message && (
        <span class="badge" data-tone="good">
          {product.highlight_message}
        </span>
      )}
      {!single && <h3 class="offer__title">{product.title}</h3>}
      {product.prices.map((price) => (
        <Line key={price.id} product={product} price={price} {...rest} />
      ))}
      <Prose html={product.description} />
    </li>
  )
}

function Line({ product, price, found, form, now }: LineProps): JSX.Element {
  const name = product.prices.length === 1 ? product.title : (price.label ?? product.title)
  const problem = form.problems.find((each) => each.field === quantityName(price.id))
  const reason = unavailableReason({ product, price, now, timezone: found.event.timezone })
  return (
    <div class="offer__line">
      <div class="offer__what">
        <label class="offer__name" for={reason === null ? fieldId(quantityName(price.id)) : undefined}>
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
          {product.waitlist_enabled === true && isPriceSoldOut(price) && (
            <a href={`/event/${found.event.id}/waitlist?price=${price.id}`}>Join the waiting list</a>
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

function Cost({ product, price, found, now }: Omit<LineProps, 'form'>): JSX.Element {
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

function Scarcity({ product, price }: { product: Product; price: PriceRow }): JSX.Element | null {
  const left = quantityLeft(price)
  if (left === null || !product.show_quantity_remaining) return null
  return (
    <p class={left <= FEW ? 'offer__few num' : 'muted small num'}>
      {left <= FEW ? `Only ${left} left` : `${left} left`}
    </p>
  )
}

function Quantity({ product, price, found, form }: Omit<LineProps, 'now'>): JSX.Element {
  const name = quantityName(price.id)
  const max = Math.min(product.max_per_order, quantityLeft(price) ?? product.max_per_order)
  const only = found.categories.flatMap((each) => each.products).flatMap((each) => each.prices).length === 1
  const value = form.values[name] ?? String(only ? Math.min(max, Math.max(1, product.min_per_order)) : 0)
  const refused = form.problems.some((each) => each.field === name)
  return (
    <div class="stepper">
      <button type="button" data-step="-1" aria-label={`One ${product.title} less`} hidden>
        −
      </button>
      <input
        type="number"
        id={fieldId(name)}
        name={name}
        value={value}
        min={0}
        max={max}
        step={1}
        inputMode="numeric"
        aria-invalid={refused ? 'true' : undefined}
        aria-describedby={refused ? `${fieldId(name)}-error` : undefined}
      />
      <button type="button" data-step="1" aria-label={`One ${product.title} more`} hidden>
        +
      </button>
    </div>
  )
}

function PromoCode({ found, form }: Omit<FormProps, 'now'>): JSX.Element {
  const code = form.values['promo_code'] ?? ''
  const refused = form.problems.some((each) => each.field === 'promo_code')
  return (
    <details class="promo" open={code !== '' || refused}>
      <summary>Promo code</summary>
      <div class="promo__body">
        <Field
          form={form}
          name="promo_code"
          label="Promo code"
          optional
          input={{ autocomplete: 'off', autocapitalize: 'off' }}
        />
        <button class="button" type="submit" name="action" value="apply-code">
          Use
        </button>
      </div>
      {found.promo !== null && (
        <p class="with-icon promo__good" role="status">
          <Icon name="check" size={20} /> The code counts.
        </p>
      )}
    </details>
  )
}

type StateProps = { product: Product; price: PriceRow; now: number; timezone: string }

const REASONS: Record<Exclude<Availability, 'available'>, string> = {
  not_yet: PHASES.soon.label,
  sold_out: PHASES.sold_out.label,
  over: 'Sale is over',
  hidden: 'Not available',
}

/** Why this cannot be bought now; null when it can. */
function unavailableReason({ product, price, now, timezone }: StateProps): string | null {
  const availability = availabilityOf(product, price, now)
  if (availability === 'available') return null
  const start = [product, price].find((each) => saleWindow(each, now).isBefore)?.sale_start_date ?? null
  if (availability !== 'not_yet' || start === null) return REASONS[availability]
  return `On sale from ${shortDateTime(start, timezone)}`
}

export function quantityName(priceId: number): string {
  return `quantity.${priceId}`
}
