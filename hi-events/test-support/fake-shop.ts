import { randomBytes } from 'node:crypto'
import type { FakeResponse } from './server.ts'

/** One kind of ticket of the fake's: a product with a single price. */
export type Tier = {
  id: number
  title: string
  price: number
  left: number
  type?: string
  more?: Record<string, unknown>
  priceMore?: Record<string, unknown>
}

/** One date of an event of the fake's. */
export type FakeDate = {
  id: number
  start_date: string
  end_date: string | null
  status: 'ACTIVE' | 'CANCELLED'
  capacity: number | null
  used: number
  label: string | null
  /** What a price costs on this date, by its id. */
  prices?: Record<number, number>
}

export type FakeEvent = {
  id: number
  accountId: number
  organizerId: number
  title: string
  category: string
  description: string | null
  start_date: string
  end_date: string | null
  status: string
  currency: string
  timezone: string
  slug: string
  attributes: { name: string; value: string; is_public: boolean }[]
  settings: Record<string, unknown>
  images: { id: number; url: string; file_name: string; type: string }[]
  tiers: Tier[]
  /** Of an event of several dates, in the version that has them. */
  dates?: FakeDate[]
  /** Shown in place of the tiers: a shop as it was recorded. */
  categories?: unknown[]
  codes?: string[]
  /** Prices somebody waits for, with the e-mail address. */
  waiting?: { priceId: number; dateId: number | null; email: string }[]
}

/** An event of a single date has one, too. */
export function datesIn(event: FakeEvent): FakeDate[] {
  const { id, start_date, end_date } = event
  const rest = { status: 'ACTIVE', capacity: null, used: 0, label: null } as const
  return event.dates ?? [{ id: 1_000_000 + id, start_date, end_date, ...rest }]
}

export function publicEventOf(
  event: FakeEvent,
  described: Record<string, unknown>,
  dateId: number | null = null,
) {
  const prices = datesIn(event).find((date) => date.id === dateId)?.prices ?? {}
  const tiers = event.tiers.map((tier) => ({ ...tier, price: prices[tier.id * 10] ?? tier.price }))
  const { attributes: _hidden, ...shown } = described
  return {
    ...shown,
    product_categories: event.categories ?? [
      {
        id: 1,
        name: 'Tickets',
        description: null,
        is_hidden: false,
        no_products_message: 'There are no tickets available for this event',
        products: tiers.map(productOf),
      },
    ],
    settings: { product_page_message: null, price_display_mode: 'INCLUSIVE', ...event.settings },
  }
}

function productOf({ id, title, price, left, type, more, priceMore }: Tier) {
  return {
    id,
    title,
    type: type ?? (price === 0 ? 'FREE' : 'PAID'),
    product_type: 'TICKET',
    description: null,
    max_per_order: 100,
    min_per_order: 0,
    sale_start_date: null,
    sale_end_date: null,
    is_before_sale_start_date: false,
    is_after_sale_end_date: false,
    is_available: left > 0,
    is_sold_out: left === 0,
    is_highlighted: false,
    highlight_message: null,
    waitlist_enabled: null,
    taxes: [],
    prices: [
      {
        id: id * 10,
        label: null,
        price,
        price_including_taxes_and_fees: price,
        price_before_discount: null,
        is_discounted: false,
        tax_total: 0,
        fee_total: null,
        is_available: left > 0,
        is_sold_out: left === 0,
        ...priceMore,
      },
    ],
    ...more,
  }
}

type OrderLine = {
  event_occurrence_id?: number
  product_id: number
  quantities: { price_id: number; quantity: number }[]
}
type OrderBody = { products?: OrderLine[] }

export function orderAnswer(
  { hasDates }: { hasDates: boolean },
  event: FakeEvent | undefined,
  body: OrderBody,
): FakeResponse {
  if (event === undefined || event.status !== 'LIVE')
    return { status: 500, body: { message: 'Server Error' } }
  const refusal = hasDates ? refusedDate(event, body.products ?? []) : null
  if (refusal !== null) return refusal
  for (const { product_id, quantities } of body.products ?? []) {
    const tier = event.tiers.find((each) => each.id === product_id)
    if (tier === undefined) return { status: 404, body: { message: `Product ID ${product_id} not found` } }
    const wanted = quantities.reduce((sum, each) => sum + each.quantity, 0)
    if (tier.left === 0) return refused(`The product ${tier.title} is sold out`)
    if (wanted > tier.left)
      return refused(`The maximum number of products available for ${tier.title} is ${tier.left}`)
    tier.left -= wanted
  }
  const ids = {
    short_id: `o_${randomBytes(6).toString('hex')}`,
    session_identifier: randomBytes(20).toString('hex'),
  }
  return { status: 201, body: { data: { ...ids, status: 'RESERVED' } } }
}

/** Recorded: the orders without a date, for a cancelled one and over capacity. */
function refusedDate(event: FakeEvent, lines: OrderLine[]): FakeResponse | null {
  const undated = lines.findIndex((each) => each.event_occurrence_id === undefined)
  const field = `products.${undated}.event_occurrence_id`
  if (undated >= 0) return refused(`The ${field} field is required.`, field)
  for (const { event_occurrence_id: id, quantities } of lines) {
    const date = datesIn(event).find((each) => each.id === id)
    if (date === undefined || date.status === 'CANCELLED')
      return refused('This event occurrence has been cancelled', 'event_occurrence_id')
    const wanted = quantities.reduce((sum, each) => sum + each.quantity, 0)
    if (date.capacity !== null && date.used + wanted > date.capacity)
      return refused('Not enough capacity available for this occurrence', 'event_occurrence_id')
    date.used += wanted
  }
  return null
}

function refused(message: string, field = 'products.0'): FakeResponse {
  return { status: 422, body: { message, errors: { [field]: [message] } } }
}

/** Recorded: `30-waitlist-join` of the shop. */
export function waitingAnswer(event: FakeEvent | undefined, body: Record<string, unknown>): FakeResponse {
  if (event === undefined) return { status: 404, body: { message: 'Event not found' } }
  const { product_price_id, email } = body
  const entry = {
    priceId: Number(product_price_id),
    dateId: Number(body['event_occurrence_id'] ?? 0) || null,
  }
  if (email === 'refused@example.org') return refused('The email must be a valid email address.', 'email')
  event.waiting ??= []
  const line = event.waiting.filter((each) => each.priceId === entry.priceId && each.dateId === entry.dateId)
  if (line.some((each) => each.email === email))
    return { status: 409, body: { message: 'You are already on the waitlist for this product.' } }
  event.waiting.push({ ...entry, email: String(email) })
  const position = line.length + 1
  return { status: 201, body: { data: { ...body, id: position, status: 'WAITING', position } } }
}
