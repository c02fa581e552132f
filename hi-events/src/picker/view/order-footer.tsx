import type { Format } from './format.ts'
import { type Selection, sumOf } from '../form/selection.ts'
import type { Shop } from '../../shop/shop.ts'

type OrderFooterProps = { shop: Shop; selection: Selection; format: Format }

/** The total, which only the script keeps up to date, and the button that orders. */
export function OrderFooter({ shop, selection, format }: OrderFooterProps) {
  const { pieces, total } = sumOf(shop, selection)
  return (
    <div class="picker__foot">
      <output class="picker__total" aria-atomic="true" hidden={pieces === 0} data-total-line>
        <span class="small">{shop.isInclusive ? 'Total' : 'Total with taxes and fees'}</span>{' '}
        <strong class="num" data-total>
          {format.price(total)}
        </strong>
      </output>
      <button class="button button--primary button--wide" type="submit">
        Get tickets
      </button>
      <p class="notice notice--good" role="status" tabIndex={-1} hidden data-checkout-link>
        <span>
          Your tickets are held for you. <a target="_top">Continue to the checkout</a>
        </span>
      </p>
    </div>
  )
}
