import type { JSX } from 'preact'
import { Check, Radios } from '../../kit/form/choices.tsx'
import { Field } from '../../kit/form/fields.tsx'
import type { FormState } from '../../kit/form/form-state.ts'

export function TaxFields({ form, currency }: { form: FormState; currency: string }): JSX.Element {
  return (
    <>
      <Field form={form} name="name" label="Name" hint="What buyers read, like “VAT” or “Service fee”" />
      <Radios
        form={form}
        name="type"
        label="What is it?"
        class="kinds"
        options={[
          { value: 'TAX', label: 'A tax', hint: 'On the price with its fees' },
          { value: 'FEE', label: 'A fee', hint: 'On the price' },
        ]}
      />
      <Radios
        form={form}
        name="calculation_type"
        label="How is it counted?"
        class="kinds"
        options={[
          { value: 'PERCENTAGE', label: 'In percent' },
          { value: 'FIXED', label: 'As an amount', hint: 'For each ticket' },
        ]}
      />
      <Field
        form={form}
        name="rate"
        label={`How much (% or ${currency})`}
        input={{ inputmode: 'decimal', class: 'num' }}
      />
      <Field form={form} name="description" label="Note" optional hint="What it is for" />
      <div>
        <Check form={form} name="is_default" label="Tick it for new tickets" />
        <Check form={form} name="is_active" label="It is in force" hint="Without the tick nothing is added" />
      </div>
    </>
  )
}
