import type { EventRow } from '../../events/store.ts'
import type { Product } from '../../products/catalogue.ts'
import type { ProductType } from '../../products/store.ts'
import { parseDate } from '../../rest/dates.ts'
import { type FormReader, type FormState, formOf } from '../kit/form.ts'
import { localInput } from '../../rest/words.ts'
import { toHtml, toMarkup } from '../kit/rich-text.ts'

const TYPES: readonly ProductType[] = ['FREE', 'PAID', 'TIERED', 'DONATION']
const FLAGS = [
  'is_hidden',
  'is_hidden_without_promo_code',
  'waitlist_enabled',
  'show_quantity_remaining',
] as const
export const MAX_TIERS = 50
const MAX_PLACES = 1_000_000

/** A new ticket's form: free and without limits, as most first tickets are. */
export function newTicketForm(): FormState {
  return formOf({ type: 'FREE', max_per_order: 10, ...tierValues([{}, {}]) })
}

/** A ticket as its form shows it. */
export function ticketForm(product: Product, { timezone }: EventRow): FormState {
  const [first] = product.prices
  const date = (at: Date | null) => (at === null ? '' : localInput(at, timezone))
  return formOf({
    title: product.title,
    type: product.type,
    price: product.type === 'FREE' ? '' : amountText(first?.price),
    quantity: first?.initial_quantity_available,
    description: toMarkup(product.description),
    min_per_order: product.min_per_order === 0 ? '' : product.min_per_order,
    max_per_order: product.max_per_order,
    sale_start: date(product.sale_start_date),
    sale_end: date(product.sale_end_date),
    highlight_message: product.highlight_message,
    ...Object.fromEntries(FLAGS.map((flag) => [flag, product[flag] === true ? 'on' : ''])),
    ...tierValues(product.type === 'TIERED' ? product.prices : [{}, {}]),
  })
}

/**
 * Reads a posted ticket into what the REST API takes. Fields the form does not show keep what `current` has.
 * Undefined when something is wrong; the form then says what.
 */
export function readTicket(
  form: FormReader,
  event: EventRow,
  { categoryId, current }: { categoryId: number; current: Product | null },
): Record<string, unknown> | undefined {
  const type = form.choice('type', TYPES, 'Choose what kind of ticket it is') ?? 'FREE'
  const highlight_message = form.optional('highlight_message', { max: 60 })
  const ticket = {
    ...untouched(current),
    product_category_id: current?.category_id ?? categoryId,
    title: form.text('title', { max: 100, required: 'Give the ticket a name, like “General admission”' }),
    type,
    prices: type === 'TIERED' ? readTiers(form) : [readPrice(form, type)],
    description: readDescription(form, current),
    ...readLimits(form),
    ...readWindow(form, event.timezone),
    ...Object.fromEntries(FLAGS.map((flag) => [flag, form.checked(flag)])),
    is_highlighted: highlight_message !== null,
    highlight_message,
  }
  return form.ok ? ticket : undefined
}

function untouched(current: Product | null) {
  return {
    product_type: current?.product_type ?? 'TICKET',
    hide_before_sale_start_date: current?.hide_before_sale_start_date ?? false,
    hide_after_sale_end_date: current?.hide_after_sale_end_date ?? false,
    start_collapsed: current?.start_collapsed ?? false,
    hide_when_sold_out: current?.hide_when_sold_out ?? false,
    tax_and_fee_ids: current?.taxes.map((each) => each.id) ?? [],
  }
}

function readPrice(form: FormReader, type: ProductType) {
  const required = type === 'PAID' ? { required: 'Write the price' } : {}
  const label = type === 'DONATION' ? 'The least amount' : 'The price'
  const price = type === 'FREE' ? 0 : form.amount('price', { label, ...required })
  if (type === 'PAID' && price === 0) form.refuse('price', 'A price above zero, or choose “Free” above')
  return { price: price ?? 0, initial_quantity_available: readPlaces(form, 'quantity') }
}

function readTiers(form: FormReader) {
  const tiers = form.rows('tiers').filter((row) => tierFields(row).some((name) => form.values[name]?.trim()))
  if (tiers.length === 0) form.refuse('tiers.0.label', 'Add at least one price, like “Early bird”')
  if (tiers.length > MAX_TIERS) form.refuse('tiers.0.label', `At most ${MAX_TIERS} prices fit one ticket`)
  return tiers.slice(0, MAX_TIERS).map((row) => ({
    id: form.integer(`tiers.${row}.id`, { label: 'The price', min: 1, max: 999_999_999 }),
    label: form.text(`tiers.${row}.label`, { max: 60, required: 'Name this price, like “Early bird”' }),
    price:
      form.amount(`tiers.${row}.price`, { label: 'The price', required: 'Write the price; 0 is free' }) ?? 0,
    initial_quantity_available: readPlaces(form, `tiers.${row}.quantity`),
  }))
}

function tierFields(row: number): string[] {
  return ['label', 'price', 'quantity', 'id'].map((part) => `tiers.${row}.${part}`)
}

function readPlaces(form: FormReader, name: string): number | null {
  return form.integer(name, { label: 'The number of places', min: 0, max: MAX_PLACES })
}

function readLimits(form: FormReader) {
  const min_per_order = form.integer('min_per_order', { label: 'The fewest per order', max: 100 }) ?? 0
  const max_per_order = form.integer('max_per_order', { label: 'The most per order', min: 1, max: 100 }) ?? 10
  if (min_per_order > max_per_order) form.refuse('min_per_order', 'The fewest cannot be more than the most')
  return { min_per_order, max_per_order }
}

function readWindow(form: FormReader, timezone: string) {
  const sale_start_date = readMoment(form, 'sale_start', timezone)
  const sale_end_date = readMoment(form, 'sale_end', timezone)
  if (sale_start_date !== null && sale_end_date !== null && sale_end_date <= sale_start_date)
    form.refuse('sale_end', 'Sales have to end after they start')
  return { sale_start_date, sale_end_date }
}

/** The moment of a `datetime-local` field, as an ISO date; null when it is empty or was refused. */
export function readMoment(form: FormReader, name: string, timezone: string): string | null {
  const written = form.text(name, { max: 40 })
  const date = written === '' ? null : parseDate(written, timezone)
  if (written !== '' && date === null) form.refuse(name, 'Write a date and a time, like 2027-05-01 20:00')
  return date?.toISOString() ?? null
}

function readDescription(form: FormReader, current: { description: string | null } | null): string | null {
  const markup = form.text('description', { max: 2000 })
  return current !== null && markup === toMarkup(current.description) ? current.description : toHtml(markup)
}

type Tier = { id?: number; label?: string | null; price?: number; initial_quantity_available?: number | null }

function tierValues(tiers: readonly Tier[]): Record<string, string | number | null | undefined> {
  return Object.fromEntries(
    tiers.flatMap((tier, row) => [
      [`tiers.${row}.id`, tier.id],
      [`tiers.${row}.label`, tier.label],
      [`tiers.${row}.price`, amountText(tier.price)],
      [`tiers.${row}.quantity`, tier.initial_quantity_available],
    ]),
  ) as Record<string, string | number | null | undefined>
}

/** `12.50`, and `12` for a whole amount. */
function amountText(amount: number | undefined): string {
  if (amount === undefined) return ''
  return Number.isInteger(amount) ? String(amount) : amount.toFixed(2)
}
