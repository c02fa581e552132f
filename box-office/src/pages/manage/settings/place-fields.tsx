import type { JSX } from 'preact'
import { Radios } from '../../kit/form/choices.tsx'
import { Field, Select, TextArea } from '../../kit/form/fields.tsx'
import type { FormState } from '../../kit/form/form-state.ts'
import { COUNTRIES } from '../../kit/form/options.ts'

export function PlaceFields({ form }: { form: FormState }): JSX.Element {
  return (
    <>
      <Radios
        form={form}
        name="where"
        label="Where does it take place?"
        class="kinds kinds--where"
        options={[
          { value: 'venue', label: 'At a place' },
          { value: 'online', label: 'Online' },
          { value: 'unknown', label: 'Not known yet' },
        ]}
      />
      <div class="stack for-venue">
        <Field form={form} name="venue_name" label="Name of the place" optional />
        <Field
          form={form}
          name="address_line_1"
          label="Street and number"
          input={{ autocomplete: 'street-address' }}
        />
        <div class="fields">
          <Field
            form={form}
            name="zip_or_postal_code"
            label="Postal code"
            input={{ autocomplete: 'postal-code' }}
          />
          <Field form={form} name="city" label="City" input={{ autocomplete: 'address-level2' }} />
        </div>
        <Select
          form={form}
          name="country"
          label="Country"
          options={[{ value: '', label: 'Choose…' }, ...COUNTRIES]}
        />
      </div>
      <div class="for-online">
        <TextArea
          form={form}
          name="online_details"
          label="How to join"
          optional
          hint="Shown only to people with a ticket"
          input={{ rows: 3 }}
        />
      </div>
    </>
  )
}
