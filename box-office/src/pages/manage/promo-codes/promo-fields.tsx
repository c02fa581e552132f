import type { JSX } from 'preact'
import type { Product } from '../../../catalogue/read.ts'
import type { EventRow } from '../../../events/store.ts'
import { zoneName } from '../../../rest/words.ts'
import { Check, Radios } from '../../kit/form/choices.tsx'
import { Field } from '../../kit/form/fields.tsx'
import { MomentField } from '../../kit/form/moment-field.tsx'
import type { FormState } from '../../kit/form/form-state.ts'

type FieldsProps = { event: EventRow; tickets: readonly Product[]; form: FormState }

export function PromoFields({ event, tickets, form }: FieldsProps): JSX.Element {
  return (
    <>
      <Field
        form={form}
        name="code"
        label="Code"
        hint="Letters, digits, - and _. Big or small makes no difference."
        input={{ autocomplete: 'off', autocapitalize: 'off' }}
      />
      <Radios
        form={form}
        name="discount_type"
        label="What does it do?"
        class="kinds"
        options={[
          { value: 'PERCENTAGE', label: 'Percent off' },
          { value: 'FIXED', label: 'Amount off', hint: 'Each ticket' },
          { value: 'NONE', label: 'Opens tickets', hint: 'Those that need a code' },
        ]}
      />
      <Limits form={form} event={event} />
      {tickets.length > 0 && (
        <fieldset>
          <legend>For which tickets?</legend>
          <p class="field__hint">None ticked: all of them</p>
          {tickets.map((each) => (
            <Check key={each.id} form={form} name={`ticket.${each.id}`} label={<bdi>{each.title}</bdi>} />
          ))}
        </fieldset>
      )}
    </>
  )
}

function Limits({ form, event }: { form: FormState; event: EventRow }): JSX.Element {
  return (
    <div class="fields">
      <div class="for-discount">
        <Field
          form={form}
          name="discount"
          label={`How much (% or ${event.currency})`}
          optional={form.values['discount_type'] === 'NONE'}
          input={{ inputmode: 'decimal', class: 'num' }}
        />
      </div>
      <Field
        form={form}
        name="max_allowed_usages"
        label="How many orders"
        optional
        hint="Empty: no limit"
        input={{ inputmode: 'numeric', class: 'num' }}
      />
      <MomentField
        form={form}
        name="expiry_date"
        label="Until"
        optional
        hint={zoneName(event.timezone, event.start_date)}
      />
    </div>
  )
}
