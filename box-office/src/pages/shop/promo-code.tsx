import type { JSX } from 'preact'
import { Field } from '../kit/form/fields.tsx'
import { Icon } from '../kit/layout/icon.tsx'
import type { OrderFormProps } from './props.ts'

export function PromoCode({ found, form }: Omit<OrderFormProps, 'now'>): JSX.Element {
  const code = form.values['promo_code'] ?? ''
  const refused = form.problems.some((each) => each.field === 'promo_code')
  return (
    <details class="promo" open={code !== '' || refused}>
      <summary>Promo code</summary>
      <div class="promo__body">
        <Field
          form={form}
          name="promo_code"
          label="Promo code"
          optional
          input={{ autocomplete: 'off', autocapitalize: 'off' }}
        />
        <button class="button" type="submit" name="action" value="apply-code">
          Use
        </button>
      </div>
      {found.promo !== null && (
        <p class="with-icon promo__good" role="status">
          <Icon name="check" size={20} /> The code counts.
        </p>
      )}
    </details>
  )
}
