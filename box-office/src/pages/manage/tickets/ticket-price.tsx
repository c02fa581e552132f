import type { JSX } from 'preact'
import { Radios } from '../../kit/form/choices.tsx'
import { AmountField, Field } from '../../kit/form/fields.tsx'
import type { FormState } from '../../kit/form/form-state.ts'

export function TicketType({ form }: { form: FormState }): JSX.Element {
  return (
    <Radios
      form={form}
      name="type"
      label="What kind of ticket?"
      class="kinds"
      options={[
        { value: 'FREE', label: 'Free', hint: 'Costs nothing' },
        { value: 'PAID', label: 'Paid', hint: 'One price' },
        { value: 'TIERED', label: 'Several prices', hint: 'Early bird, student…' },
        { value: 'DONATION', label: 'Donation', hint: 'Buyers choose' },
      ]}
    />
  )
}

export function SinglePrice({ form, currency }: { form: FormState; currency: string }): JSX.Element {
  return (
    <div class="fields for-single">
      <div class="for-priced">
        <AmountField
          form={form}
          name="price"
          label="Price"
          currency={currency}
          optional={form.values['type'] !== 'PAID'}
          hint="For a donation: the least to give"
        />
      </div>
      <Field
        form={form}
        name="quantity"
        label="Places"
        optional
        hint="Empty: no limit"
        input={{ inputmode: 'numeric', class: 'num' }}
      />
    </div>
  )
}
