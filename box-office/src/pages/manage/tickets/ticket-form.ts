import type { Product } from '../../../catalogue/read.ts'
import type { CategoryRow, ProductType, TaxRow } from '../../../catalogue/store.ts'
import type { EventRow } from '../../../events/store.ts'
import type { FormReader } from '../../kit/form/form-reader.ts'
import { amountText, formOf, type FormState } from '../../kit/form/form-state.ts'
import { toHtml, toMarkup } from '../../kit/form/rich-text.ts'
import { momentValues } from '../../kit/form/moment.ts'
import { readPlaces, readSaleWindow } from '../../kit/form/sale-fields.ts'
import { readTiers, tierValues } from './ticket-tiers.ts'

const TYPES: readonly ProductType[] = ['FREE', 'PAID', 'TIERED', 'DONATION']

const FLAGS = [
  'is_hidden',
  'is_hidden_without_promo_code',
  'waitlist_enabled',
  'show_quantity_remaining',
] as const

/** What can be chosen in the form of a ticket. */
export type TicketChoices = { sections: readonly CategoryRow[]; taxes: readonly TaxRow[] }

/** Props of the parts of the form. */
export type TicketOptionsProps = { event: EventRow; form: FormState; choices: TicketChoices }

/** The form of a new ticket: free and without a limit, as most first tickets are. */
export function newTicketForm({ taxes }: TicketChoices, section = ''): FormState {
  const preset = taxes.filter((each) => each.is_default && each.is_active)
  return formOf({ type: 'FREE', max_per_order: 10, section, ...ticks(preset), ...tierValues([{}, {}]) })
}

function ticks(taxes: readonly TaxRow[]): Record<string, string> {
  return Object.fromEntries(taxes.map(({ id }) => [taxField(id), 'on']))
}

export const taxField = (id: number) => `tax.${id}`

/** A ticket as fields of its form. */
export function ticketForm(product: Product, { timezone }: EventRow): FormState {
  const [first] = product.prices
  return formOf({
    title: product.title,
    section: product.category_id,
    thing: product.product_type === 'GENERAL' ? 'on' : '',
    type: product.type,
    price: product.type === 'FREE' ? '' : amountText(first?.price),
    quantity: first?.initial_quantity_available,
    description: toMarkup(product.description),
    min_per_order: product.min_per_order === 0 ? '' : product.min_per_order,
    max_per_order: product.max_per_order,
    ...momentValues('sale_start', product.sale_start_date, timezone),
    ...momentValues('sale_end', product.sale_end_date, timezone),
    highlight_message: product.highlight_message,
    ...Object.fromEntries(FLAGS.map((flag) => [flag, product[flag] === true ? 'on' : ''])),
    ...ticks(product.taxes),
    ...tierValues(product.type === 'TIERED' ? product.prices : [{}, {}], timezone),
  })
}

/**
 * Reads a posted ticket into the input of the REST API. Properties that the form does not show keep the value of
 * `current`. The form has the reason of every refused field.
 */
export function readTicket(
  form: FormReader,
  event: EventRow,
  { choices, current }: { choices: TicketChoices; current: Product | null },
): Record<string, unknown> {
  // In the order of the form, which is the order of the error summary.
  const title = form.text('title', { max: 100, required: 'Give the ticket a name, like “General admission”' })
  const type = form.choice('type', TYPES, 'Choose what kind of ticket it is') ?? 'FREE'
  return {
    ...hiddenProperties(current),
    title,
    type,
    prices: type === 'TIERED' ? readTiers(form, event) : [readPrice(form, type, event)],
    product_category_id: readSection(form, choices, current),
    product_type: form.checked('thing') ? 'GENERAL' : 'TICKET',
    tax_and_fee_ids: choices.taxes.map(({ id }) => id).filter((id) => form.checked(taxField(id))),
    description: readDescription(form, current),
    ...readSaleWindow(form, '', event.timezone),
    ...readLimits(form),
    ...Object.fromEntries(FLAGS.map((flag) => [flag, form.checked(flag)])),
    // Hi.Events stores true or null.
    waitlist_enabled: form.checked('waitlist_enabled') ? true : null,
    ...readHighlight(form),
  }
}

function readHighlight(form: FormReader) {
  const highlight_message = form.optional('highlight_message', { max: 60 })
  return { is_highlighted: highlight_message !== null, highlight_message }
}

function hiddenProperties(current: Product | null) {
  return {
    hide_before_sale_start_date: current?.hide_before_sale_start_date ?? false,
    hide_after_sale_end_date: current?.hide_after_sale_end_date ?? false,
    start_collapsed: current?.start_collapsed ?? false,
    hide_when_sold_out: current?.hide_when_sold_out ?? false,
  }
}

/** An event with a single section does not show the field. */
function readSection(form: FormReader, { sections }: TicketChoices, current: Product | null): number {
  const wanted = form.values['section'] ?? ''
  const chosen = sections.find((each) => String(each.id) === wanted)
  if (wanted !== '' && chosen === undefined)
    form.refuse('section', 'This section was deleted meanwhile. Choose another')
  return chosen?.id ?? current?.category_id ?? sections[0]?.id ?? 0
}

function readPrice(form: FormReader, type: ProductType, { currency }: EventRow) {
  const required = type === 'PAID' ? { required: 'Write the price' } : {}
  const label = type === 'DONATION' ? 'The least amount' : 'The price'
  const price = type === 'FREE' ? 0 : form.amount('price', { label, currency, ...required })
  if (type === 'PAID' && price === 0) form.refuse('price', 'A price above zero, or choose “Free” above')
  return { price: price ?? 0, initial_quantity_available: readPlaces(form, 'quantity') }
}

function readLimits(form: FormReader) {
  const min_per_order = form.integer('min_per_order', { label: 'The fewest per order', max: 100 }) ?? 0
  const max_per_order = form.integer('max_per_order', { label: 'The most per order', min: 1, max: 100 }) ?? 10
  if (min_per_order > max_per_order) form.refuse('min_per_order', 'The fewest cannot be more than the most')
  return { min_per_order, max_per_order }
}

function readDescription(form: FormReader, current: { description: string | null } | null): string | null {
  const markup = form.text('description', { max: 2000, hasLines: true })
  return current !== null && markup === toMarkup(current.description) ? current.description : toHtml(markup)
}
