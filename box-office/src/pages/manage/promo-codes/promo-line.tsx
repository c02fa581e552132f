import { isolated } from '@tuvens/platform/text/isolated'
import type { JSX } from 'preact'
import type { PromoRow } from '../../../catalogue/promo-store.ts'
import type { Product } from '../../../catalogue/read.ts'
import { isPromoExpired, isPromoUsable } from '../../../products/promo.ts'
import { money, plural, shortDateTime } from '../../../rest/words.ts'
import { CollectionLine } from '../collection/collection-page.tsx'
import type { ManagedEvent } from '../frame/load-event.ts'
import { managePath } from '../frame/manage-path.ts'

type LineProps = { managed: ManagedEvent; promo: PromoRow; tickets: readonly Product[]; now: number }

export function PromoLine({ managed: { event }, promo, tickets, now }: LineProps): JSX.Element {
  const named = tickets
    .filter((each) => promo.applicable_product_ids.includes(each.id))
    .map((each) => isolated(each.title))
  const uses =
    promo.max_allowed_usages === null
      ? plural(promo.orders, 'order')
      : `${promo.orders} of ${promo.max_allowed_usages} orders`
  return (
    <CollectionLine
      href={managePath(event.id, `/promo-codes/${promo.id}`)}
      title={<code>{promo.code}</code>}
      name={promo.code}
      badge={unusableReason(promo, now)}
    >
      <p>{discountText(promo, event.currency)}</p>
      <p class="muted small num">
        {ticketsText(promo, named)} · used in {uses}
        {promo.expiry_date !== null && ` · until ${shortDateTime(promo.expiry_date, event.timezone)}`}
      </p>
    </CollectionLine>
  )
}

/** Why the code cannot be used now; null when it can. */
function unusableReason(promo: PromoRow, now: number): string | null {
  if (isPromoUsable(promo, now)) return null
  return isPromoExpired(promo, now) ? 'Expired' : 'Used up'
}

function ticketsText({ applicable_product_ids: ids }: PromoRow, named: readonly string[]): string {
  if (ids.length === 0) return 'All tickets'
  return named.length === 0 ? 'Tickets that were deleted' : named.join(', ')
}

function discountText({ discount_type, discount }: PromoRow, currency: string): string {
  if (discount_type === 'PERCENTAGE') return `${discount}% off`
  return discount_type === 'FIXED' ? `${money(discount, currency)} off each ticket` : 'Opens hidden tickets'
}
