import { type EventDate, datesOf, hasEnded, hasSeveralDates } from '../upstream/dates.ts'
import type { ProductCategory, Price, Product, PublicEvent } from '../upstream/shop-answers.ts'

/** Whether an offer can be bought, and why not. */
export type OfferAvailability = 'available' | 'sold-out' | 'not-yet' | 'over' | 'unavailable'

/** One line of the shop with its own quantity. */
export type Offer = ReturnType<typeof offerOf>

/** One product and its prices. */
export type Ticket = ReturnType<typeof ticketOf>

/** One category of an event. */
export type Section = ReturnType<typeof sectionOf>

/** Everything an event sells, as the picker shows it. */
export type Shop = ReturnType<typeof shopOf>

/** What Hi.Events allows when the organiser says nothing. */
export const MAX_PER_ORDER = 100

/** A public event as the picker shows it, for one of its dates if there is one. */
export function shopOf(event: PublicEvent, date: EventDate | null = null) {
  const isInclusive = event.settings?.price_display_mode !== 'EXCLUSIVE'
  const sections = event.product_categories
    .filter((each) => each.is_hidden !== true)
    .map((each) => sectionOf(each, { isInclusive, date }))
  const dates = datesOf(event)
  return {
    eventId: event.id,
    title: event.title,
    currency: event.currency,
    timezone: event.timezone,
    isOver: hasEnded(event),
    /** Its dates that are not cancelled; none where the ticket system has no events of several dates. */
    dates,
    hasSeveralDates: hasSeveralDates(event),
    /** The date whose tickets these are. */
    date,
    /** Whether shown prices include taxes and fees. */
    isInclusive,
    message: event.settings?.product_page_message ?? null,
    sections,
    /** Whether anything can be chosen now. */
    isOpen: isOffered(dates, date) && offersOf({ sections }).some(isAvailable),
  }
}

function isOffered(dates: EventDate[], date: EventDate | null): boolean {
  return date === null ? dates.length === 0 || dates.some(isOpenDate) : isOpenDate(date)
}

/** Whether a date takes orders, as far as its places go. */
export function isOpenDate({ state }: EventDate): boolean {
  return state === 'open'
}

/** Every line of a shop. */
export function offersOf({ sections }: { sections: Section[] }): Offer[] {
  return sections.flatMap(({ tickets }) => tickets.flatMap(({ offers }) => offers))
}

/** Whether an offer can be bought now. */
export function isAvailable(offer: Offer): boolean {
  return offer.availability === 'available'
}

type View = { isInclusive: boolean; date: EventDate | null }

function sectionOf(category: ProductCategory, view: View) {
  return {
    name: category.name,
    description: category.description ?? null,
    emptyWords: category.no_products_message ?? 'There are no tickets here yet.',
    tickets: category.products.map((each) => ticketOf(each, view)),
  }
}

/** What Hi.Events sends instead of a number for a ticket without a limit. */
const NO_LIMIT = 999_999_999

function remainingOf({ quantity_available: left }: Product): number | null {
  return left === undefined || left === null || left >= NO_LIMIT ? null : left
}

function ticketOf(product: Product, { isInclusive, date }: View) {
  const most = Math.min(product.max_per_order ?? MAX_PER_ORDER, product.quantity_available ?? MAX_PER_ORDER)
  return {
    id: product.id,
    title: product.title,
    /** The organiser's HTML, not yet sanitised. */
    description: product.description ?? null,
    isFree: product.type === 'FREE',
    highlight: product.is_highlighted === true ? (product.highlight_message ?? 'Recommended') : null,
    /** Whether its prices are closed at first. */
    isCollapsed: product.start_collapsed === true,
    /** The number left, when the organiser shows it. */
    remaining: remainingOf(product),
    /** Limits of an order that contains this ticket, over all its prices. */
    min: Math.max(1, product.min_per_order ?? 1),
    max: Math.min(most, date?.left ?? most),
    hasWaitingList: product.waitlist_enabled === true,
    offers: product.prices.map((each) => {
      const offer = offerOf(product, each, isInclusive)
      // A date without places sells none of its tickets.
      const isFull = date?.state === 'sold_out' && isAvailable(offer)
      return isFull ? { ...offer, availability: 'sold-out' as const } : offer
    }),
  }
}

function offerOf(product: Product, price: Price, isInclusive: boolean) {
  const total = price.price_including_taxes_and_fees ?? price.price
  return {
    productId: product.id,
    priceId: price.id,
    label: price.label ?? null,
    availability: availabilityOf(product, price),
    /** The full price of one unit. */
    total,
    /** The price that is shown: with or without taxes and fees, as the organiser chose. */
    shown: isInclusive ? total : price.price,
    /** The shown price before a discount. */
    before: beforeOf(product, price, isInclusive),
    extras: extrasOf(product, price),
    isDonation: product.type === 'DONATION',
    startsAt: saleDate(price.sale_start_date ?? product.sale_start_date),
    endsAt: saleDate(price.sale_end_date ?? product.sale_end_date),
    /** Until when the last tickets are in orders that nobody has finished, where the ticket system says so. */
    heldUntil: saleDate(price.held_until),
  }
}

/** The price without the discount, comparable with the shown one; null when it cannot be calculated. */
function beforeOf({ taxes }: Product, price: Price, isInclusive: boolean): number | null {
  const before = price.is_discounted === true ? (price.price_before_discount ?? null) : null
  if (before === null || !isInclusive) return before
  // Hi.Events gives it without taxes and fees. What these would be is trusted where it is right for the price of now.
  const total = price.price_including_taxes_and_fees ?? price.price
  const isKnown = Math.abs(withExtras(price.price, taxes ?? []) - total) < HALF_A_CENT
  return isKnown ? withExtras(before, taxes ?? []) : null
}

const HALF_A_CENT = 0.005 + Number.EPSILON

/** A price with taxes and fees as Hi.Events charges them: fees on the price, taxes on both, none on what is free. */
function withExtras(price: number, taxes: NonNullable<Product['taxes']>): number {
  if (price === 0) return 0
  const sumOf = (isFee: boolean, base: number) =>
    taxes
      .filter((each) => (each.type === 'FEE') === isFee)
      .map(({ calculation_type: kind, rate }) =>
        kind === 'FIXED' ? (rate ?? 0) : (base * (rate ?? 0)) / 100,
      )
      .reduce((sum, each) => sum + each, 0)
  const withFees = price + sumOf(true, price)
  return withFees + sumOf(false, withFees)
}

/** Taxes and fees of one unit. */
function extrasOf({ taxes }: Product, { tax_total, fee_total }: Price) {
  const namesOf = (isFee: boolean, otherwise: string) => {
    const names = (taxes ?? []).filter((each) => (each.type === 'FEE') === isFee).map((each) => each.name)
    return names.length > 0 ? names : [otherwise]
  }
  const tax = { amount: tax_total ?? 0, names: namesOf(false, 'tax') }
  const fee = { amount: fee_total ?? 0, names: namesOf(true, 'fees') }
  return [tax, fee].filter(({ amount }) => amount > 0)
}

function availabilityOf(product: Product, price: Price): OfferAvailability {
  if (product.is_sold_out === true || price.is_sold_out === true) return 'sold-out'
  if (product.is_before_sale_start_date === true || price.is_before_sale_start_date === true) return 'not-yet'
  if (product.is_after_sale_end_date === true || price.is_after_sale_end_date === true) return 'over'
  return product.is_available === false || price.is_available === false ? 'unavailable' : 'available'
}

/** Hi.Events sends sale dates as `YYYY-MM-DD HH:MM:SS` in UTC, without a zone. */
function saleDate(text: string | null | undefined): Date | null {
  if (!text) return null
  const plain = /^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}$/.test(text) ? `${text.replace(' ', 'T')}Z` : text
  const date = new Date(plain)
  return Number.isNaN(date.getTime()) ? null : date
}
