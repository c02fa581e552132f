import type { BaseContext } from '../base-context.ts'
import { readDate } from '../events/input.ts'
import type { EventRow } from '../events/store.ts'
import type { WantedPrice, WantedProduct } from '../catalogue/add-product.ts'
import { Fields } from '../rest/fields.ts'
import { purifyHtml } from '../rest/text.ts'
import { listCategories, listTaxes, type ProductType } from '../catalogue/store.ts'

const PRODUCT_TYPES: readonly ProductType[] = ['FREE', 'PAID', 'TIERED', 'DONATION']

const MAX_QUANTITY = 1_000_000_000
const MAX_PRICE = 100_000_000

/** Reads a product with its prices. */
export async function readProduct(
  context: BaseContext,
  event: EventRow,
  input: unknown,
): Promise<WantedProduct> {
  const fields = new Fields(input)
  const title = fields.text('title')
  if (!fields.has('prices')) fields.refuse('prices', 'The prices field is required.')
  const type = fields.choice('type', PRODUCT_TYPES) ?? 'FREE'
  const product_type = fields.choice('product_type', ['TICKET', 'GENERAL']) ?? 'TICKET'
  const category_id = await readCategoryId(context, fields, event.id)
  const prices = readPrices(fields, type, event.timezone)
  const taxIds = await readTaxIds(context, fields, event.account_id)
  const product = {
    event_id: event.id,
    category_id,
    title,
    type,
    product_type,
    ...readRest(fields, event.timezone),
  }
  fields.done()
  return { product, prices, taxIds }
}

function readRest(fields: Fields, timezone: string) {
  const html = fields.optionalText('description', { max: 50_000, kind: 'lines' })
  const flag = (name: string) => fields.boolean(name, false)
  const rest = {
    description: html === null ? null : purifyHtml(html),
    max_per_order: fields.optionalInteger('max_per_order', { min: 1, max: 10_000 }) ?? 100,
    min_per_order: fields.optionalInteger('min_per_order', { max: 10_000 }) ?? 0,
    ...readSaleDates(fields, timezone),
    hide_before_sale_start_date: flag('hide_before_sale_start_date'),
    hide_after_sale_end_date: flag('hide_after_sale_end_date'),
    start_collapsed: flag('start_collapsed'),
    show_quantity_remaining: flag('show_quantity_remaining'),
    hide_when_sold_out: flag('hide_when_sold_out'),
    is_hidden_without_promo_code: flag('is_hidden_without_promo_code'),
    is_hidden: flag('is_hidden'),
    is_highlighted: flag('is_highlighted'),
    highlight_message: fields.optionalText('highlight_message'),
    waitlist_enabled: fields.optionalBoolean('waitlist_enabled'),
  }
  if (rest.min_per_order > rest.max_per_order)
    fields.refuse('min_per_order', 'The min per order field must not be greater than max per order.')
  return rest
}

function readSaleDates(fields: Fields, timezone: string) {
  const sale_start_date = readDate(fields, 'sale_start_date', timezone)
  const sale_end_date = readDate(fields, 'sale_end_date', timezone)
  if (sale_start_date !== null && sale_end_date !== null && sale_end_date <= sale_start_date)
    fields.refuse('sale_end_date', 'The sale end date must be after the sale start date.')
  return { sale_start_date, sale_end_date }
}

function readPrices(fields: Fields, type: ProductType, timezone: string): WantedPrice[] {
  const tiered = type === 'TIERED'
  const prices = fields.list('prices', 50).map((each) => ({
    id: each.optionalInteger('id', { min: 1, max: 2 ** 31 - 1 }),
    label: tiered ? each.text('label') : each.optionalText('label'),
    price: type === 'FREE' ? 0 : readAmount(each),
    ...readSaleDates(each, timezone),
    initial_quantity_available: each.optionalInteger('initial_quantity_available', { max: MAX_QUANTITY }),
    is_hidden: each.boolean('is_hidden', false),
  }))
  const given = fields.has('prices')
  if (given && prices.length === 0) fields.refuse('prices', 'The prices field is required.')
  if (!tiered && prices.length > 1) fields.refuse('prices', 'Only a tiered product has more than one price.')
  return prices
}

function readAmount(fields: Fields): number {
  const amount = fields.number('price', { max: MAX_PRICE })
  if (Math.abs(amount * 100 - Math.round(amount * 100)) > 1e-6)
    fields.refuse('price', 'The price field must have 0-2 decimal places.')
  return amount
}

async function readCategoryId({ db }: BaseContext, fields: Fields, eventId: number): Promise<number> {
  const message = 'You must select a product category.'
  const id = fields.integer('product_category_id', { min: 1, max: 2 ** 31 - 1, message })
  const known = (await listCategories(db, [eventId])).some((each) => each.id === id)
  if (id > 0 && !known) fields.refuse('product_category_id', 'The selected product category id is invalid.')
  return id
}

async function readTaxIds({ db }: BaseContext, fields: Fields, accountId: number): Promise<number[]> {
  const wanted = fields.entries('tax_and_fee_ids')
  if (wanted.length === 0) return []
  const known = new Set<unknown>((await listTaxes(db, accountId)).map((each) => each.id))
  return [...new Set(wanted)].flatMap((each, index) => {
    if (typeof each === 'number' && known.has(each)) return [each]
    fields.refuse(`tax_and_fee_ids.${index}`, `The selected tax_and_fee_ids.${index} is invalid.`)
    return []
  })
}
