import { roundMoney } from '../rest/text.ts'
import type { PromoRow } from './promo-store.ts'
import type { ProductRow, TaxRow } from './store.ts'

export type Rollup = { taxes?: RollupLine[]; fees?: RollupLine[] }
type RollupLine = { name: string; rate: number; type: TaxRow['calculation_type']; value: number }
export type Additions = { tax: number; fee: number; rollup: Rollup }
export type Discount = Pick<PromoRow, 'discount' | 'discount_type' | 'applicable_product_ids'>

/** A code without product ids applies to all products. */
export function appliesTo(promo: Discount | null, product: Pick<ProductRow, 'id'>): boolean {
  if (promo === null) return false
  const { applicable_product_ids } = promo
  return applicable_product_ids.length === 0 || applicable_product_ids.includes(product.id)
}

/** The price after the discount. Free tickets and donations are not discounted. */
export function discounted(
  product: Pick<ProductRow, 'id' | 'type'>,
  price: number,
  promo: Discount | null,
): number {
  if (promo === null || product.type === 'FREE' || product.type === 'DONATION') return price
  if (!appliesTo(promo, product) || promo.discount_type === 'NONE') return price
  const off = promo.discount_type === 'FIXED' ? promo.discount : (price * promo.discount) / 100
  return Math.max(0, roundMoney(price - off))
}

/** Taxes and fees for `quantity` tickets. Fees are charged on the price, taxes on price and fees; none on free tickets. */
export function additionsOn(taxes: readonly TaxRow[], price: number, quantity: number): Additions {
  const active = price > 0 ? taxes.filter((each) => each.is_active) : []
  const fees = linesOf(active, 'FEE', { base: price, quantity })
  const perTicket = sum(fees) / quantity
  const charged = linesOf(active, 'TAX', { base: price + perTicket, quantity })
  const rollup: Rollup = { ...(charged.length > 0 && { taxes: charged }), ...(fees.length > 0 && { fees }) }
  return { tax: roundMoney(sum(charged)), fee: roundMoney(sum(fees)), rollup }
}

function linesOf(
  taxes: readonly TaxRow[],
  type: TaxRow['type'],
  { base, quantity }: { base: number; quantity: number },
): RollupLine[] {
  return taxes
    .filter((each) => each.type === type)
    .map(({ name, rate, calculation_type }) => {
      const each = calculation_type === 'FIXED' ? rate : (base * rate) / 100
      return { name, rate, type: calculation_type, value: roundMoney(each * quantity) }
    })
}

/** Adds up the taxes and fees of several items by name and rate. */
export function mergeRollups(rollups: readonly Rollup[]): Rollup {
  const merged: Rollup = {}
  for (const kind of ['taxes', 'fees'] as const) {
    const lines = mergeLines(rollups.flatMap((each) => each[kind] ?? []))
    if (lines.length > 0) merged[kind] = lines
  }
  return merged
}

function mergeLines(lines: readonly RollupLine[]): RollupLine[] {
  const byKey = new Map<string, RollupLine>()
  for (const line of lines) {
    const key = `${line.name} ${line.rate} ${line.type}`
    const value = roundMoney((byKey.get(key)?.value ?? 0) + line.value)
    byKey.set(key, { ...line, value })
  }
  return [...byKey.values()]
}

/** Hi.Events encodes an empty rollup as a list (PHP array). */
export function rollupShape(rollup: Rollup): Rollup | [] {
  return Object.keys(rollup).length === 0 ? [] : rollup
}

function sum(lines: readonly RollupLine[]): number {
  return lines.reduce((total, each) => total + each.value, 0)
}
