import type { FormReader } from './form-reader.ts'
import { readMoment } from './moment.ts'

/** Start and end of a sale; null where a field is empty. */
export function readSaleWindow(form: FormReader, prefix: string, timezone: string) {
  const sale_start_date = readMoment(form, `${prefix}sale_start`, timezone)
  const sale_end_date = readMoment(form, `${prefix}sale_end`, timezone)
  if (sale_start_date !== null && sale_end_date !== null && sale_end_date <= sale_start_date)
    form.refuse(`${prefix}sale_end`, 'Sales have to end after they start')
  return { sale_start_date, sale_end_date }
}

const MAX_PLACES = 1_000_000

/** The number of places; null means no limit. */
export function readPlaces(form: FormReader, name: string): number | null {
  return form.integer(name, { label: 'The number of places', min: 0, max: MAX_PLACES })
}

type ShareRule = { isPercentage: boolean; decimals?: number; currency: string }

/** What is added to a price or taken off it, as a percentage or as an amount. */
export function readShare(
  form: FormReader,
  name: string,
  { isPercentage, decimals = 2, currency }: ShareRule,
): number | null {
  const [label, required] = [isPercentage ? 'The percentage' : 'The amount', 'Write how much']
  const share = isPercentage
    ? form.percentage(name, { label, decimals, required })
    : form.amount(name, { label, currency, required })
  if (share === 0) form.refuse(name, `${label} has to be above zero`)
  return share
}
