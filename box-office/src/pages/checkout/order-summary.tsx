import type { JSX } from 'preact'
import type { FullOrder } from '../../orders/read.ts'
import { money, price } from '../../rest/words.ts'

/** The items, fees, taxes and total of an order. */
export function OrderSummary({ order, items }: Pick<FullOrder, 'order' | 'items'>): JSX.Element {
  const { currency, total_gross } = order
  const { taxes = [], fees = [] } = order.taxes_and_fees_rollup
  return (
    <div class="stack stack--tight">
      <ul class="sum num">
        {items.map((item) => (
          <li key={item.id}>
            <span>
              {item.quantity} × <bdi>{item.item_name}</bdi>
              {item.price_before_discount !== null && (
                <span class="muted small"> (was {money(item.price_before_discount, currency)} each)</span>
              )}
            </span>
            <span>{price(item.total_before_additions, currency)}</span>
          </li>
        ))}
        {[...fees, ...taxes].map((each) => (
          <li key={`${each.name} ${each.rate}`} class="muted">
            <span>
              <bdi>{each.name}</bdi>
              {each.type === 'PERCENTAGE' && ` (${each.rate}%)`}
            </span>
            <span>{money(each.value, currency)}</span>
          </li>
        ))}
      </ul>
      <p class="sum__total num">
        <span>Total</span> <strong>{price(total_gross, currency)}</strong>
      </p>
      {order.promo_code !== null && (
        <p class="muted small">
          With code <bdi>{order.promo_code}</bdi>
        </p>
      )}
    </div>
  )
}
