import type { EventRow } from '../../../events/store.ts'
import type { FormReader } from '../../kit/form/form-reader.ts'
import { amountText } from '../../kit/form/form-state.ts'
import { momentValues } from '../../kit/form/moment.ts'
import { readPlaces, readSaleWindow } from '../../kit/form/sale-fields.ts'

export const MAX_TIERS = 50

/** The fields of one price of a tiered ticket. `id` is a hidden field with the id of the stored price. */
type TierField = 'id' | 'label' | 'price' | 'quantity' | 'sale_start' | 'sale_end' | 'is_hidden'

const TYPED: readonly TierField[] = ['label', 'price', 'quantity']

export const tierField = (row: number, part: TierField) => `tiers.${row}.${part}`

type Tier = {
  id?: number
  label?: string | null
  price?: number
  initial_quantity_available?: number | null
  sale_start_date?: Date | null
  sale_end_date?: Date | null
  is_hidden?: boolean
}

/** Prices as fields of the form. */
export function tierValues(tiers: readonly Tier[], timezone = 'UTC'): Record<string, string> {
  const fieldsOf = (tier: Tier): Record<string, string> => ({
    id: String(tier.id ?? ''),
    label: tier.label ?? '',
    price: amountText(tier.price),
    quantity: String(tier.initial_quantity_available ?? ''),
    ...momentValues('sale_start', tier.sale_start_date, timezone),
    ...momentValues('sale_end', tier.sale_end_date, timezone),
    is_hidden: tier.is_hidden === true ? 'on' : '',
  })
  return Object.fromEntries(
    tiers.flatMap((tier, row) =>
      Object.entries(fieldsOf(tier)).map(([part, value]) => [`tiers.${row}.${part}`, value]),
    ),
  )
}

/** The prices of a posted form, in its order. Empty lines are skipped. */
export function readTiers(form: FormReader, event: EventRow) {
  const filled = (row: number) => TYPED.some((part) => form.values[tierField(row, part)]?.trim())
  const rows = form.rows('tiers').filter(filled)
  if (rows.length === 0) form.refuse(tierField(0, 'label'), 'Add at least one price, like “Early bird”')
  if (rows.length > MAX_TIERS)
    form.refuse(tierField(0, 'label'), `At most ${MAX_TIERS} prices fit one ticket`)
  return rows.slice(0, MAX_TIERS).map((row) => readTier(form, row, event))
}

function readTier(form: FormReader, row: number, { currency, timezone }: EventRow) {
  const name = (part: TierField) => tierField(row, part)
  const [price, required] = ['The price', 'Write the price; 0 is free']
  return {
    id: form.integer(name('id'), { label: price, min: 1, max: 999_999_999 }),
    label: form.text(name('label'), { max: 60, required: 'Name this price, like “Early bird”' }),
    price: form.amount(name('price'), { label: price, currency, required }) ?? 0,
    initial_quantity_available: readPlaces(form, name('quantity')),
    ...readSaleWindow(form, `tiers.${row}.`, timezone),
    is_hidden: form.checked(name('is_hidden')),
  }
}

/** The values of the same form with one more line. */
export function withAnotherTier(form: FormReader): Record<string, string> {
  const next = Math.max(-1, ...form.rows('tiers')) + 1
  return next >= MAX_TIERS ? { ...form.values } : { ...form.values, [tierField(next, 'label')]: '' }
}
