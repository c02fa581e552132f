import type { TaxRow } from '../../../catalogue/store.ts'
import type { FormReader } from '../../kit/form/form-reader.ts'
import { formOf, type FormState } from '../../kit/form/form-state.ts'
import { readShare } from '../../kit/form/sale-fields.ts'

const FLAGS = ['is_active', 'is_default'] as const

export function taxForm(tax: TaxRow): FormState {
  return formOf({
    name: tax.name,
    description: tax.description,
    type: tax.type,
    calculation_type: tax.calculation_type,
    rate: tax.rate,
    ...Object.fromEntries(FLAGS.map((flag) => [flag, tax[flag] ? 'on' : ''])),
  })
}

export function readTax(form: FormReader, currency: string) {
  // In the order of the form, which is the order of the error summary.
  const name = form.text('name', { max: 60, required: 'Give it a name, like “VAT”' })
  const type = form.choice('type', ['TAX', 'FEE'], 'Choose whether it is a tax or a fee')
  const calculation_type = form.choice(
    'calculation_type',
    ['PERCENTAGE', 'FIXED'],
    'Choose how it is counted',
  )
  const isPercentage = calculation_type === 'PERCENTAGE'
  const rate = readShare(form, 'rate', { isPercentage, decimals: 4, currency })
  return {
    name,
    description: form.optional('description'),
    type,
    calculation_type,
    rate,
    ...Object.fromEntries(FLAGS.map((flag) => [flag, form.checked(flag)])),
  }
}
