import { IntId, Nullable } from '@tuvens/contract'
import { type Static, Type } from 'typebox'
import { recurrence } from './event-answers.ts'
import { flag, instant, maybeNumber, maybeText, number, text, timezone, title } from './parts.ts'

const availability = {
  sale_start_date: maybeText,
  sale_end_date: maybeText,
  is_before_sale_start_date: flag,
  is_after_sale_end_date: flag,
  is_available: flag,
  is_sold_out: flag,
}

/** A price of a product; one of several when it is TIERED. */
export const Price = Type.Object({
  id: IntId,
  label: maybeText,
  price: number,
  price_including_taxes_and_fees: maybeNumber,
  price_before_discount: maybeNumber,
  tax_total: maybeNumber,
  fee_total: maybeNumber,
  is_discounted: flag,
  /** Until when its last tickets are held by unfinished orders. The box office alone says so. */
  held_until: Type.Optional(Nullable(instant)),
  ...availability,
})
export type Price = Static<typeof Price>

const Tax = Type.Object({
  name: text,
  calculation_type: maybeText,
  rate: maybeNumber,
  type: maybeText,
})

/** Something for sale: a ticket or merchandise. */
export const Product = Type.Object({
  id: IntId,
  title: text,
  type: text,
  product_type: text,
  description: maybeText,
  min_per_order: maybeNumber,
  max_per_order: maybeNumber,
  quantity_available: maybeNumber,
  prices: Nullable(Type.Array(Price)),
  taxes: Type.Optional(Nullable(Type.Array(Tax))),
  ...availability,
  is_highlighted: flag,
  start_collapsed: flag,
  highlight_message: maybeText,
  waitlist_enabled: flag,
})
export type Product = Omit<Static<typeof Product>, 'prices'> & { prices: Price[] }

/** A category with its products. */
export const ProductCategory = Type.Object({
  id: IntId,
  name: text,
  description: maybeText,
  is_hidden: flag,
  no_products_message: maybeText,
  products: Nullable(Type.Array(Product)),
})
export type ProductCategory = Omit<Static<typeof ProductCategory>, 'products'> & { products: Product[] }

/** An event as attendees see it. */
export const PublicEventAnswer = Type.Object({
  id: IntId,
  title,
  status: maybeText,
  lifecycle_status: maybeText,
  start_date: Type.Optional(Nullable(instant)),
  end_date: Type.Optional(Nullable(instant)),
  timezone,
  currency: Type.String({ pattern: '^[A-Z]{3}$' }),
  slug: maybeText,
  product_categories: Nullable(Type.Array(ProductCategory)),
  settings: Type.Optional(
    Nullable(
      Type.Object({
        product_page_message: maybeText,
        price_display_mode: maybeText,
      }),
    ),
  ),
  ...recurrence,
})

/** An event as attendees see it. */
export type PublicEvent = Omit<Static<typeof PublicEventAnswer>, 'product_categories'> & {
  product_categories: ProductCategory[]
}

/** A list that is null is empty. */
export function publicEventOf(answer: Static<typeof PublicEventAnswer>): PublicEvent {
  const categories = (answer.product_categories ?? []).map((category) => ({
    ...category,
    products: (category.products ?? []).map((product) => ({ ...product, prices: product.prices ?? [] })),
  }))
  return { ...answer, product_categories: categories }
}
