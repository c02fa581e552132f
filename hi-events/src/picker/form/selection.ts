import type { OrderRequest } from '../../upstream/hi-events.ts'
import { plainText } from './plain-text.ts'
import { offersOf, type Shop } from '../../shop/shop.ts'

/** What somebody put into the form: pieces and, for donations, amounts, by price id. */
export type Selection = {
  quantities: Map<number, { productId: number; quantity: number }>
  amounts: Map<number, number>
  promoCode: string
  /** What one of our fields held and cannot be read; an order with it is not made. */
  unreadable: 'quantity' | 'amount' | null
}

const FIELD = /^(quantity|amount)\.([1-9]\d{0,14})\.([1-9]\d{0,14})$/
const MAX_QUANTITY = 1_000
const MAX_FIELDS = 500
const MAX_AMOUNT = 1_000_000
const MAX_CODE = 64

/** Reads a form or a query; what is no field of ours is left out. The order call decides. */
export function readSelection(form: unknown): Selection {
  const fields = Object.entries((form ?? {}) as Record<string, unknown>).slice(0, MAX_FIELDS)
  const selection: Selection = { quantities: new Map(), amounts: new Map(), promoCode: '', unreadable: null }
  for (const [name, value] of fields) {
    if (name === 'promo_code') selection.promoCode = plainText(value, MAX_CODE)
    const [, kind, productId, priceId] = FIELD.exec(name) ?? []
    const field = { productId: Number(productId), priceId: Number(priceId), value }
    if (kind === 'quantity') readQuantity(selection, field)
    if (kind === 'amount') readAmount(selection, field)
  }
  return selection
}

type Field = { productId: number; priceId: number; value: unknown }

function readQuantity(selection: Selection, { productId, priceId, value }: Field): void {
  const text = typeof value === 'string' ? value.trim() || '0' : ''
  const quantity = /^\d{1,4}$/.test(text) ? Number(text) : Number.NaN
  if (quantity <= MAX_QUANTITY) selection.quantities.set(priceId, { productId, quantity })
  else selection.unreadable ??= 'quantity'
}

function readAmount(selection: Selection, { priceId, value }: Field): void {
  const text = typeof value === 'string' ? value.trim().replace(',', '.') : 'none'
  if (text === '') return
  const amount = /^\d{1,7}(\.\d{1,4})?$/.test(text) ? Number(text) : Number.NaN
  if (amount <= MAX_AMOUNT) selection.amounts.set(priceId, amount)
  else selection.unreadable ??= 'amount'
}

/** The order for a selection, or null when nothing was chosen. */
export function orderOf({ quantities, amounts, promoCode }: Selection): OrderRequest | null {
  const byProduct = new Map<number, OrderRequest['products'][number]>()
  for (const [priceId, { productId, quantity }] of quantities) {
    if (quantity === 0) continue
    const product = byProduct.get(productId) ?? { product_id: productId, quantities: [] }
    const price = amounts.get(priceId)
    product.quantities.push({ price_id: priceId, quantity, ...(price !== undefined && { price }) })
    byProduct.set(productId, product)
  }
  if (byProduct.size === 0) return null
  return { products: [...byProduct.values()], ...(promoCode !== '' && { promo_code: promoCode }) }
}

/** What a selection costs as far as one can tell before the order, and how many pieces it is. */
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
