import type { PromoRow } from '../../../catalogue/promo-store.ts'
import type { Product } from '../../../catalogue/read.ts'
import type { EventRow } from '../../../events/store.ts'
import type { FormReader } from '../../kit/form/form-reader.ts'
import { amountText, formOf, type FormState } from '../../kit/form/form-state.ts'
import { momentValues, readMoment } from '../../kit/form/moment.ts'
import { readShare } from '../../kit/form/sale-fields.ts'
import type { RefusalMapper } from '../../kit/form/submit-form.ts'

const DISCOUNT_TYPES = ['PERCENTAGE', 'FIXED', 'NONE'] as const

/** A promo code as fields of its form. */
export function promoForm(promo: PromoRow, { timezone }: EventRow): FormState {
  return formOf({
    code: promo.code,
    discount_type: promo.discount_type,
    discount: promo.discount_type === 'NONE' ? '' : amountText(promo.discount),
    max_allowed_usages: promo.max_allowed_usages,
    ...momentValues('expiry_date', promo.expiry_date, timezone),
    ...Object.fromEntries(promo.applicable_product_ids.map((id) => [`ticket.${id}`, 'on'])),
  })
}

/** Reads a posted promo code into the input of the REST API. */
export function readPromo(form: FormReader, event: EventRow, tickets: readonly Product[]) {
  const code = form.text('code', { max: 50, required: 'Write the code' })
  if (code.length === 1) form.refuse('code', 'Use at least 2 characters')
  const discount_type = form.choice('discount_type', DISCOUNT_TYPES, 'Choose what the code does') ?? 'NONE'
  return {
    code,
    discount_type,
    discount: discount_type === 'NONE' ? 0 : readDiscount(form, discount_type, event),
    max_allowed_usages: form.integer('max_allowed_usages', { label: 'The number of orders', min: 1 }),
    expiry_date: readMoment(form, 'expiry_date', event.timezone),
    applicable_product_ids: tickets.filter(({ id }) => form.checked(`ticket.${id}`)).map(({ id }) => id),
  }
}

function readDiscount(form: FormReader, kind: 'PERCENTAGE' | 'FIXED', { currency }: EventRow): number {
  return readShare(form, 'discount', { isPercentage: kind === 'PERCENTAGE', currency }) ?? 0
}

export const mapPromoRefusal: RefusalMapper = (_field, message) => ({
  field: 'code',
  message: message.includes('already in use')
    ? 'There is already such a code'
    : 'Use letters, digits, - and _',
})
