import { cleanLine } from '@tuvens/platform/text/clean-text'
import { Fields } from '../rest/fields.ts'
import { Refusal } from '../refusal.ts'
import type { ItemRow } from './store.ts'

/** `index` is the position of the product in the request, for error messages. */
export type OrderLine = {
  index: number
  /** The date; null in the version without dates. */
  occurrenceId: number | null
  productId: number
  priceId: number
  quantity: number
  amount: number | null
}
export type OrderRequest = { lines: OrderLine[]; promoCode: string | null; locale: string }

const MAX_QUANTITY = 1_000_000
const MAX_ID = 2 ** 31 - 1

/** A `price` in the request counts only for donations. */
export function readOrderRequest(input: unknown, { hasDates = false } = {}): OrderRequest {
  const fields = new Fields(input)
  const products = fields.list('products')
  if (products.length === 0) fields.refuse('products', 'The products field is required.')
  const lines = products.flatMap((product, index) => {
    const occurrenceId = hasDates ? readOccurrenceId(product) : null
    const productId = product.integer('product_id', { max: MAX_ID })
    const quantities = product.list('quantities')
    if (quantities.length === 0) product.refuse('quantities', 'The quantities field is required.')
    return quantities.map((each) => ({
      index,
      occurrenceId,
      productId,
      priceId: each.integer('price_id', { max: MAX_ID }),
      quantity: each.integer('quantity', { max: MAX_QUANTITY }),
      amount: each.optionalNumber('price', { max: 1e8 }),
    }))
  })
  const promoCode = fields.optionalText('promo_code', { max: 100 })
  const locale = readLocale(fields)
  fields.done()
  const wanted = lines.filter((each) => each.quantity > 0)
  if (wanted.length === 0)
    throw new Refusal(422, "You haven't selected any products", {
      products: ["You haven't selected any products"],
    })
  return { lines: wanted, promoCode, locale }
}

function readOccurrenceId(product: Fields): number {
  const message = `The ${product.nameOf('event_occurrence_id')} field is required.`
  return product.integer('event_occurrence_id', { max: MAX_ID, message })
}

function readLocale(fields: Fields): string {
  const locale = fields.raw('session_locale') ?? fields.raw('locale')
  return typeof locale === 'string' && /^[a-z]{2}(-[A-Za-z]{2,4})?$/.test(locale) ? locale : 'en'
}

export type Person = { first_name: string; last_name: string; email: string }
export type Holder = Person & { product_id: number; product_price_id: number; occurrence_id: number | null }
export type Details = { buyer: Person; holders: Holder[] }

/**
 * Reads who buys and who comes. Each ticket needs its holder; when the event needs only the buyer's name, or a buyer names
 * nobody, the tickets are in the buyer's name.
 */
export function readDetails(
  input: unknown,
  { tickets, perTicket }: { tickets: readonly ItemRow[]; perTicket: boolean },
): Details {
  const fields = new Fields(input)
  if (!fields.has('order')) fields.refuse('order', 'The order field is required.')
  const buyer = readPerson(fields.nested('order'))
  const named = perTicket ? fields.list('products', 1000).map(readHolder) : []
  fields.done()
  const holders = tickets.flatMap((item) => holdersOf(item, { named, buyer, perTicket }))
  return { buyer, holders }
}

function holdersOf(
  item: ItemRow,
  { named, buyer, perTicket }: { named: readonly Holder[]; buyer: Person; perTicket: boolean },
): Holder[] {
  const { product_id, product_price_id, occurrence_id, quantity } = item
  const isOfItem = (each: Holder) =>
    each.product_price_id === product_price_id && (each.occurrence_id ?? occurrence_id) === occurrence_id
  const own = named.filter(isOfItem)
  if (perTicket && own.length !== quantity) {
    const message = `Please tell us who the ${quantity} ${quantity === 1 ? 'ticket is' : 'tickets are'} for: ${item.item_name}`
    throw new Refusal(422, message, { products: [message] })
  }
  // The ticket decides which product it is of, not the request.
  if (perTicket) return own.map((each) => ({ ...each, product_id, occurrence_id }))
  return Array.from({ length: quantity }, () => ({ ...buyer, product_id, product_price_id, occurrence_id }))
}

function readPerson(fields: Fields): Person {
  const person = {
    first_name: fields.text('first_name', { max: 40 }),
    last_name: fields.text('last_name', { max: 40 }),
    email: fields.email('email'),
  }
  const again = fields.raw('email_confirmation') ?? person.email
  const confirmed =
    typeof again === 'string' && cleanLine(again).trim().toLowerCase() === person.email.toLowerCase()
  if (!confirmed) fields.refuse('email', 'The email field confirmation does not match.')
  return person
}

function readHolder(fields: Fields): Holder {
  return {
    ...readPerson(fields),
    product_id: fields.optionalInteger('product_id', { max: MAX_ID }) ?? 0,
    product_price_id: fields.integer('product_price_id', { max: MAX_ID }),
    occurrence_id: fields.optionalInteger('event_occurrence_id', { max: MAX_ID }),
  }
}
