import { orNull, sqlDate } from '../rest/dates.ts'
import { roundMoney } from '../rest/text.ts'
import {
  heldUntil,
  isAvailable,
  isPriceAvailable,
  isPriceSoldOut,
  isSoldOut,
  saleWindow,
  totalLeft,
} from './availability.ts'
import type { Category, Product } from './read.ts'
import { additionsOn, type Discount, discounted } from './pricing.ts'
import type { CategoryRow, PriceRow, TaxRow } from './store.ts'

type FormatDate = (date: Date) => string
type Options = { now: number; formatDate?: FormatDate; taxes?: 'always' | 'when-any' | 'never' }

/** The product for its organiser. */
export function productShape(product: Product, { now, formatDate = sqlDate, taxes = 'always' }: Options) {
  const { isBefore, isAfter } = saleWindow(product, now)
  const showTaxes = taxes === 'always' || (taxes === 'when-any' && product.taxes.length > 0)
  return {
    id: product.id,
    title: product.title,
    type: product.type,
    product_type: product.product_type,
    order: product.position,
    description: product.description,
    ...headPrice(product, (each) => each.price),
    max_per_order: product.max_per_order,
    min_per_order: product.min_per_order,
    quantity_sold: product.prices.reduce((sum, each) => sum + each.sold, 0),
    sale_start_date: orNull(formatDate, product.sale_start_date),
    sale_end_date: orNull(formatDate, product.sale_end_date),
    event_id: product.event_id,
    initial_quantity_available: initialQuantity(product),
    hide_before_sale_start_date: product.hide_before_sale_start_date,
    hide_after_sale_end_date: product.hide_after_sale_end_date,
    start_collapsed: product.start_collapsed,
    show_quantity_remaining: product.show_quantity_remaining,
    hide_when_sold_out: product.hide_when_sold_out,
    is_hidden_without_promo_code: product.is_hidden_without_promo_code,
    is_hidden: product.is_hidden,
    is_before_sale_start_date: isBefore,
    is_after_sale_end_date: isAfter,
    is_available: isAvailable(product, now),
    is_sold_out: isSoldOut(product),
    ...(showTaxes && { taxes_and_fees: product.taxes.map(taxShape) }),
    prices: product.prices.map((each) => priceShape(each, now, formatDate)),
    ...tail(product),
  }
}

function tail(product: Product) {
  return {
    product_category_id: product.category_id,
    is_highlighted: product.is_highlighted,
    highlight_message: product.highlight_message,
    waitlist_enabled: product.waitlist_enabled,
  }
}

/** A tiered product has no price of its own. */
function headPrice({ type, prices }: Product, priceOf: (price: PriceRow) => number): { price?: number } {
  const [first] = prices
  return type === 'TIERED' || first === undefined ? {} : { price: priceOf(first) }
}

function initialQuantity({ prices }: Product): number | null {
  const limits = prices.flatMap((each) => each.initial_quantity_available ?? [])
  return limits.length === 0 ? null : limits.reduce((sum, each) => sum + each, 0)
}

function priceShape(price: PriceRow, now: number, formatDate: FormatDate) {
  const { isBefore, isAfter } = saleWindow(price, now)
  return {
    id: price.id,
    label: price.label,
    price: price.price,
    sale_start_date: orNull(formatDate, price.sale_start_date),
    sale_end_date: orNull(formatDate, price.sale_end_date),
    is_before_sale_start_date: isBefore,
    is_after_sale_end_date: isAfter,
    is_available: null,
    initial_quantity_available: price.initial_quantity_available,
    quantity_sold: price.sold,
    is_sold_out: isPriceSoldOut(price),
    is_hidden: price.is_hidden,
    off_sale_reason: null,
    price_including_taxes_and_fees: price.price,
  }
}

export function taxShape(tax: TaxRow) {
  return {
    id: tax.id,
    account_id: tax.account_id,
    name: tax.name,
    description: tax.description,
    calculation_type: tax.calculation_type,
    rate: tax.rate,
    is_active: tax.is_active,
    is_default: tax.is_default,
    type: tax.type,
  }
}

export function categoryShape(category: CategoryRow) {
  return {
    id: category.id,
    name: category.name,
    description: category.description,
    is_hidden: category.is_hidden,
    order: category.position,
    no_products_message: category.no_products_message,
  }
}

export function catalogueShape(category: Category, now: number) {
  return {
    ...categoryShape(category),
    products: category.products.map((each) => productShape(each, { now })),
  }
}

type PublicOptions = { now: number; promo: Discount | null }

/** The public product. */
export function publicProductShape(product: Product, { now, promo }: PublicOptions) {
  const { isBefore, isAfter } = saleWindow(product, now)
  const left = totalLeft(product)
  return {
    id: product.id,
    title: product.title,
    type: product.type,
    product_type: product.product_type,
    description: product.description,
    max_per_order: product.max_per_order,
    min_per_order: product.min_per_order,
    sale_start_date: orNull(sqlDate, product.sale_start_date),
    sale_end_date: orNull(sqlDate, product.sale_end_date),
    event_id: product.event_id,
    is_before_sale_start_date: isBefore,
    is_after_sale_end_date: isAfter,
    start_collapsed: product.start_collapsed,
    ...(product.show_quantity_remaining && left !== null && { quantity_available: left }),
    ...headPrice(product, (each) => discounted(product, each.price, promo)),
    prices: product.prices.map((each) => publicPriceShape(product, each, { now, promo })),
    taxes: product.taxes.map(taxShape),
    is_available: isAvailable(product, now),
    is_sold_out: isSoldOut(product),
    ...tail(product),
  }
}

export function publicPriceShape(product: Product, price: PriceRow, { now, promo }: PublicOptions) {
  const { isBefore, isAfter } = saleWindow(price, now)
  const charged = discounted(product, price.price, promo)
  const { tax, fee } = additionsOn(product.taxes, charged, 1)
  const isDiscounted = charged !== price.price
  const held = heldUntil(price)
  return {
    id: price.id,
    label: price.label,
    price: charged,
    sale_start_date: orNull(sqlDate, price.sale_start_date),
    sale_end_date: orNull(sqlDate, price.sale_end_date),
    price_including_taxes_and_fees: roundMoney(charged + tax + fee),
    price_before_discount: isDiscounted ? price.price : null,
    is_discounted: isDiscounted,
    tax_total: tax,
    fee_total: product.type === 'FREE' ? null : fee,
    is_before_sale_start_date: isBefore,
    is_after_sale_end_date: isAfter,
    is_available: isPriceAvailable(product, price, now),
    is_sold_out: isPriceSoldOut(price),
    // Hi.Events has no such field.
    ...(held !== null && { held_until: held.toISOString() }),
  }
}
