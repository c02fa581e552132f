import { OFFER_WORDS } from '@tuvens/design'
import {
  type PriceAvailability,
  availabilityOf,
  heldUntil,
  saleWindow,
} from '../../catalogue/availability.ts'
import type { Product } from '../../catalogue/read.ts'
import type { PriceRow } from '../../catalogue/store.ts'
import { clockTime, shortDateTime } from '../../rest/words.ts'

type StateProps = { product: Product; price: PriceRow; now: number; timezone: string }

const REASONS: Record<Exclude<PriceAvailability, 'available'>, string> = {
  not_yet: OFFER_WORDS.soon,
  sold_out: OFFER_WORDS.sold_out,
  over: OFFER_WORDS.over,
  hidden: OFFER_WORDS.unavailable,
}

/** Why this cannot be bought now; null when it can. */
export function unavailableReason({ product, price, now, timezone }: StateProps): string | null {
  const availability = availabilityOf(product, price, now)
  if (availability === 'available') return null
  const held = availability === 'sold_out' ? heldUntil(price) : null
  if (held !== null) return `In somebody’s basket until ${clockTime(held, timezone)}`
  const start = [product, price].find((each) => saleWindow(each, now).isBefore)?.sale_start_date ?? null
  if (availability !== 'not_yet' || start === null) return REASONS[availability]
  return `On sale from ${shortDateTime(start, timezone)}`
}
