import { isPriceAvailable, quantityLeft, saleWindow } from '../catalogue/availability.ts'
import type { Product } from '../catalogue/read.ts'
import { additionsOn, appliesTo, type Discount, discounted } from '../catalogue/pricing.ts'
import type { PriceRow } from '../catalogue/store.ts'
import type { PriceOverride } from '../dates/store.ts'
import { invalid, Refusal } from '../refusal.ts'
import { roundMoney } from '../rest/text.ts'
import type { OrderLine, OrderRequest } from './input.ts'
import type { NewItem } from './store.ts'

type SaleState = {
  products: readonly Product[]
  promo: Discount | null
  now: number
  /** Prices that differ on a date. */
  overrides?: readonly PriceOverride[]
}
type ChosenPrice = { line: OrderLine; product: Product; price: PriceRow }

/**
 * Turns an order request into priced items. The caller holds the stock lock of the prices, so quantities cannot change.
 *
 * @throws Refusal 404, 422 with a message for the buyer
 */
export function chooseItems({ lines }: OrderRequest, sale: SaleState): NewItem[] {
  const choices = mergeLines(lines).map((line) => find(line, sale))
  for (const choice of choices) checkPrice(choice, sale)
  for (const product of new Set(choices.map((each) => each.product))) {
    checkProduct(choices.filter((each) => each.product === product))
  }
  return choices.map((each) => itemOf(each, sale))
}

/** Adds up lines of the same price, so that limits apply to their sum. */
function mergeLines(lines: readonly OrderLine[]): OrderLine[] {
  const byPrice = new Map<string, OrderLine>()
  for (const line of lines) {
    const key = `${line.priceId} of ${line.occurrenceId}`
    const earlier = byPrice.get(key)
    byPrice.set(
      key,
      earlier === undefined ? line : { ...earlier, quantity: earlier.quantity + line.quantity },
    )
  }
  return [...byPrice.values()]
}

function find(line: OrderLine, { products, overrides = [] }: SaleState): ChosenPrice {
  const product = products.find((each) => each.id === line.productId)
  if (product === undefined) throw new Refusal(404, `Product ID ${line.productId} not found`)
  const price = product.prices.find((each) => each.id === line.priceId)
  if (price === undefined) throw new Refusal(404, `Price ID ${line.priceId} not found`)
  const override = overrides.find(
    (each) => each.occurrence_id === line.occurrenceId && each.product_price_id === price.id,
  )
  return { line, product, price: { ...price, price: override?.price ?? price.price } }
}

function checkPrice({ line, product, price }: ChosenPrice, { promo, now }: SaleState): void {
  const refuse = (message: string) => invalid(`products.${line.index}`, message)
  const left = quantityLeft(price)
  if (left === 0) throw refuse(`The product ${product.title} is sold out`)
  if (saleWindow(product, now).isBefore || saleWindow(price, now).isBefore)
    throw refuse(`The product ${product.title} is not on sale yet`)
  if (saleWindow(product, now).isAfter || saleWindow(price, now).isAfter)
    throw refuse(`The product ${product.title} is no longer on sale`)
  const codeMissing = product.is_hidden_without_promo_code && !appliesTo(promo, product)
  if (codeMissing || !isPriceAvailable(product, price, now))
    throw refuse(`The product ${product.title} is not available`)
  if (left !== null && line.quantity > left)
    throw refuse(tooMany(product, Math.min(left, product.max_per_order)))
  if (product.type === 'DONATION' && line.amount !== null && line.amount < price.price)
    throw refuse(`The minimum amount for ${product.title} is ${price.price}`)
}

function checkProduct(choices: readonly ChosenPrice[]): void {
  const [first] = choices
  if (first === undefined) return
  const { product, line } = first
  const quantity = choices.reduce((sum, each) => sum + each.line.quantity, 0)
  const refuse = (message: string) => invalid(`products.${line.index}`, message)
  if (quantity > product.max_per_order) throw refuse(tooMany(product, product.max_per_order))
  if (quantity < product.min_per_order)
    throw refuse(`You must order at least ${product.min_per_order} of ${product.title}`)
}

function tooMany({ title }: Product, max: number): string {
  return `The maximum number of products available for ${title} is ${max}`
}

function itemOf({ line, product, price }: ChosenPrice, { promo }: SaleState): NewItem {
  const asked = product.type === 'DONATION' ? roundMoney(line.amount ?? price.price) : price.price
  const charged = discounted(product, asked, promo)
  const { tax, fee, rollup } = additionsOn(product.taxes, charged, line.quantity)
  const total = roundMoney(charged * line.quantity)
  const isDiscounted = charged !== asked
  return {
    product_id: product.id,
    product_price_id: price.id,
    occurrence_id: line.occurrenceId,
    item_name: price.label === null ? product.title : `${product.title} - ${price.label}`,
    quantity: line.quantity,
    price: charged,
    price_before_discount: isDiscounted ? asked : null,
    total_before_additions: total,
    total_before_discount: isDiscounted ? roundMoney(asked * line.quantity) : 0,
    total_service_fee: fee,
    total_tax: tax,
    total_gross: roundMoney(total + tax + fee),
    taxes_and_fees_rollup: rollup,
  }
}
