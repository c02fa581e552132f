import type { OrderRequest } from '../upstream/hi-events.ts'

/** What somebody put into the form: pieces and, for donations, amounts, by price id. */
export type Selection = {
  quantities: Map<number, { productId: number; quantity: number }>
  amounts: Map<number, number>
  promoCode: string
}

const FIELD = /^(quantity|amount)\.([1-9]\d{0,14})\.([1-9]\d{0,14})$/
const MAX_QUANTITY = 1_000
const MAX_FIELDS = 500
const MAX_AMOUNT = 1_000_000

/** Reads a form or a query; what is not a field of ours or not a number is left out. The order call decides. */
export function readSelection(form: unknown): Selection {
  const fields = Object.entries((form ?? {}) as Record<string, unknown>).slice(0, MAX_FIELDS)
  const selection: Selection = { quantities: new Map(), amounts: new Map(), promoCode: '' }
  for (const [name, value] of fields) {
    if (typeof value !== 'string') continue
    if (name === 'promo_code') selection.promoCode = value.trim().slice(0, 64)
    readField(selection, FIELD.exec(name), value)
  }
  return selection
}

function readField({ quantities, amounts }: Selection, found: RegExpExecArray | null, value: string): void {
  if (found === null) return
  const [, kind, productId, priceId] = found
  if (kind === 'quantity' && /^\d{1,4}$/.test(value) && Number(value) <= MAX_QUANTITY) {
    quantities.set(Number(priceId), { productId: Number(productId), quantity: Number(value) })
  }
  const amount = Number(value.replace(',', '.'))
  if (kind === 'amount' && value.trim() !== '' && amount >= 0 && amount <= MAX_AMOUNT) {
    amounts.set(Number(priceId), amount)
  }
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
