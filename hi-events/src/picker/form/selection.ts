import { offersOf, type Shop } from '../../shop/shop.ts'
import type { OrderRequest } from '../../upstream/hi-events.ts'
import type { FormFields } from '../../web/form-fields.ts'
import { lineOf } from '../../web/line-of.ts'

/** What a visitor chose: quantities and, for donations, amounts, by price id. */
export type Selection = {
  quantities: Map<number, { productId: number; quantity: number }>
  amounts: Map<number, number>
  promoCode: string
  /** The date; null when the form names none. */
  dateId: number | null
  /** A field whose value is no number; such a selection is not ordered. */
  unreadable: 'quantity' | 'amount' | null
}

const FIELD = /^(quantity|amount)\.([1-9]\d{0,14})\.([1-9]\d{0,14})$/
const MAX_QUANTITY = 1_000
const MAX_FIELDS = 500
const MAX_AMOUNT = 1_000_000
const MAX_CODE = 64

/** Reads a form or a query and ignores unknown fields. Stock, prices and limits are checked by the upstream. */
export function readSelection(fields: FormFields): Selection {
  const selection: Selection = {
    quantities: new Map(),
    amounts: new Map(),
    promoCode: '',
    dateId: dateIdOf(fields),
    unreadable: null,
  }
  for (const [name, value] of Object.entries(fields).slice(0, MAX_FIELDS)) {
    if (name === 'promo_code') selection.promoCode = lineOf(value, MAX_CODE)
    const [, kind, productId, priceId] = FIELD.exec(name) ?? []
    const field = { productId: Number(productId), priceId: Number(priceId), value }
    if (kind === 'quantity') readQuantity(selection, field)
    if (kind === 'amount') readAmount(selection, field)
  }
  return selection
}

/** The button *Another date* is part of a form that has a date. */
function dateIdOf({ date, dates }: FormFields): number | null {
  return dates === undefined && typeof date === 'string' && /^[1-9]\d{0,14}$/.test(date) ? Number(date) : null
}

type OfferField = { productId: number; priceId: number; value: unknown }

function readQuantity(selection: Selection, { productId, priceId, value }: OfferField): void {
  const text = typeof value === 'string' ? value.trim() || '0' : ''
  const quantity = /^\d{1,4}$/.test(text) ? Number(text) : Number.NaN
  if (quantity <= MAX_QUANTITY) selection.quantities.set(priceId, { productId, quantity })
  else selection.unreadable ??= 'quantity'
}

function readAmount(selection: Selection, { priceId, value }: OfferField): void {
  const text = typeof value === 'string' ? value.trim().replace(',', '.') : 'none'
  if (text === '') return
  const amount = /^\d{1,7}(\.\d{1,4})?$/.test(text) ? Number(text) : Number.NaN
  if (amount <= MAX_AMOUNT) selection.amounts.set(priceId, amount)
  else selection.unreadable ??= 'amount'
}

/** The order for a selection, or null when nothing was chosen. */
export function orderOf({ quantities, amounts, promoCode, dateId }: Selection): OrderRequest | null {
  const byProduct = new Map<number, OrderRequest['products'][number]>()
  for (const [priceId, { productId, quantity }] of quantities) {
    if (quantity === 0) continue
    const product = byProduct.get(productId) ?? {
      ...(dateId !== null && { event_occurrence_id: dateId }),
      product_id: productId,
      quantities: [],
    }
    const price = amounts.get(priceId)
    product.quantities.push({ price_id: priceId, quantity, ...(price !== undefined && { price }) })
    byProduct.set(productId, product)
  }
  if (byProduct.size === 0) return null
  return { products: [...byProduct.values()], ...(promoCode !== '' && { promo_code: promoCode }) }
}

/** The total of a selection before the order is made, and its number of items. */
export function sumOf(shop: Shop, { quantities, amounts }: Selection): { pieces: number; total: number } {
  const lines = offersOf(shop).map(({ priceId, isDonation, total }) => ({
    quantity: quantities.get(priceId)?.quantity ?? 0,
    each: isDonation ? (amounts.get(priceId) ?? total) : total,
  }))
  return {
    pieces: lines.reduce((sum, { quantity }) => sum + quantity, 0),
    total: lines.reduce((sum, { quantity, each }) => sum + quantity * each, 0),
  }
}
