import { imagesOf } from '../events/cover/shape.ts'
import type { BaseContext } from '../base-context.ts'
import type { OrganizerRow } from '../organizers/store.ts'
import type { Product } from '../catalogue/read.ts'
import { rollupShape } from '../catalogue/pricing.ts'
import { publicPriceShape } from '../catalogue/shape.ts'
import { isoMicros, sqlDate } from '../rest/dates.ts'
import type { EventRow } from '../events/store.ts'
import { publicAttributesOf, publicEventCore } from '../events/shape.ts'
import { publicSettingsOf, settingsOf } from '../events/settings/settings-shape.ts'
import { publicOrganizerShape } from '../organizers/shape.ts'
import type { AttendeeRow } from './attendee-store.ts'
import { type FullOrder, isDone, isExpired } from './read.ts'
import type { ItemRow, OrderRow } from './store.ts'

function refundStatusOf({ refunded_at }: OrderRow): 'REFUNDED' | null {
  return refunded_at === null ? null : 'REFUNDED'
}

/** The order for its buyer. */
export function buyerOrderShape(order: OrderRow, now: number) {
  return {
    short_id: order.short_id,
    total_before_additions: order.total_before_additions,
    total_tax: order.total_tax,
    total_gross: order.total_gross,
    total_fee: order.total_fee,
    status: order.status,
    refund_status: refundStatusOf(order),
    payment_status: order.payment_status,
    currency: order.currency,
    reserved_until: sqlDate(order.reserved_until),
    is_expired: isExpired(order, now),
    first_name: order.first_name,
    last_name: order.last_name,
    email: order.email,
    public_id: order.public_id,
    is_payment_required: order.total_gross > 0,
    promo_code: order.promo_code,
    taxes_and_fees_rollup: rollupShape(order.taxes_and_fees_rollup),
  }
}

export function buyerItemShape(item: ItemRow) {
  return {
    id: item.id,
    order_id: item.order_id,
    total_before_additions: item.total_before_additions,
    total_before_discount: item.total_before_discount,
    price: item.price,
    price_before_discount: item.price_before_discount,
    quantity: item.quantity,
    product_id: item.product_id,
    product_price_id: item.product_price_id,
    item_name: item.item_name,
    total_service_fee: item.total_service_fee,
    total_tax: item.total_tax,
    total_gross: item.total_gross,
    taxes_and_fees_rollup: rollupShape(item.taxes_and_fees_rollup),
  }
}

/** In the version with events of several dates, with its date. */
export function datedItemShape({ config }: BaseContext) {
  return (item: ItemRow) =>
    config.shape === 'stock'
      ? buyerItemShape(item)
      : { ...buyerItemShape(item), event_occurrence_id: item.occurrence_id }
}

export function buyerAttendeeShape(attendee: AttendeeRow, product: Product | undefined, now: number) {
  return {
    id: attendee.id,
    email: attendee.email,
    status: attendee.status,
    first_name: attendee.first_name,
    last_name: attendee.last_name,
    public_id: attendee.public_id,
    short_id: attendee.short_id,
    product_id: attendee.product_id,
    product_price_id: attendee.product_price_id,
    product: product === undefined ? null : ticketProductShape(product, now),
    locale: attendee.locale,
  }
}

function ticketProductShape(product: Product, now: number) {
  const prices = product.prices.map((each) => ({
    ...publicPriceShape(product, each, { now, promo: null }),
    is_available: null,
  }))
  const { id, title, type, event_id, category_id } = product
  return { id, title, type, event_id, prices, product_category_id: category_id }
}

/** The event within a buyer's order. */
export function orderEventShape(
  { event, organizer }: { event: EventRow; organizer: OrganizerRow },
  order: OrderRow,
  now: number,
) {
  return {
    ...publicEventCore(event, now),
    settings: publicSettingsOf(settingsOf(event, organizer), { afterCheckout: isDone(order) }),
    ...publicAttributesOf(event),
    images: imagesOf(event),
    organizer: publicOrganizerShape(organizer),
  }
}

/** The order for organisers and webhooks, without items and attendees. */
export function orderShape(order: OrderRow) {
  return {
    id: order.id,
    short_id: order.short_id,
    total_before_additions: order.total_before_additions,
    total_gross: order.total_gross,
    total_tax: order.total_tax,
    total_fee: order.total_fee,
    total_refunded: order.refunded_at === null ? 0 : order.total_gross,
    status: order.status,
    refund_status: refundStatusOf(order),
    payment_status: order.payment_status,
    currency: order.currency,
    first_name: order.first_name,
    last_name: order.last_name,
    email: order.email,
    created_at: isoMicros(order.created_at),
    public_id: order.public_id,
    is_partially_refunded: false,
    is_fully_refunded: order.refunded_at !== null,
    is_free_order: order.total_gross === 0,
    is_manually_created: false,
    taxes_and_fees_rollup: rollupShape(order.taxes_and_fees_rollup),
    address: null,
    notes: order.notes,
    payment_provider: order.payment_provider,
    promo_code: order.promo_code,
    event_id: order.event_id,
  }
}

function itemShape(item: ItemRow) {
  return {
    id: item.id,
    order_id: item.order_id,
    total_before_additions: item.total_before_additions,
    price: item.price,
    quantity: item.quantity,
    product_id: item.product_id,
    item_name: item.item_name,
    price_before_discount: item.price_before_discount,
    taxes_and_fees_rollup: rollupShape(item.taxes_and_fees_rollup),
  }
}

/** `extra`: the fields that differ between lists and webhooks, at their place in Hi.Events' order. */
export function attendeeShape(attendee: AttendeeRow, extra: Record<string, unknown> = {}) {
  return {
    id: attendee.id,
    order_id: attendee.order_id,
    product_id: attendee.product_id,
    product_price_id: attendee.product_price_id,
    event_id: attendee.event_id,
    email: attendee.email,
    status: attendee.status,
    first_name: attendee.first_name,
    last_name: attendee.last_name,
    public_id: attendee.public_id,
    short_id: attendee.short_id,
    locale: attendee.locale,
    notes: attendee.notes,
    ...extra,
    created_at: isoMicros(attendee.created_at),
    updated_at: isoMicros(attendee.updated_at),
  }
}

export function fullOrderShape({ order, items, attendees }: FullOrder) {
  return {
    ...orderShape(order),
    order_items: items.map(itemShape),
    attendees: attendees.map((each) => attendeeShape(each)),
  }
}

const NO_ANSWERS = { question_answers: [] }

export function attendeeWebhookShape(attendee: AttendeeRow) {
  return attendeeShape(attendee, NO_ANSWERS)
}

export function orderWebhookShape({ order, items, attendees }: FullOrder) {
  return {
    ...orderShape(order),
    order_items: items.map(itemShape),
    attendees: attendees.map(attendeeWebhookShape),
    ...NO_ANSWERS,
  }
}
