import type { JSX } from 'preact'
import { Field, Select, TextArea } from '../../kit/form/fields.tsx'
import { MomentField } from '../../kit/form/moment-field.tsx'
import type { FormState } from '../../kit/form/form-state.ts'
import { TIMEZONES } from '../../kit/form/options.ts'
import { CATEGORIES } from './event-form.ts'

type Props = {
  form: FormState
  /** Where its dates are changed, if it has several. */
  datesPath?: string | undefined
}

export function EventFields({ form, datesPath }: Props): JSX.Element {
  return (
    <>
      <Field form={form} name="title" label="Name" />
      {datesPath === undefined ? (
        <div class="fields">
          <MomentField form={form} name="start" label="Starts" />
          <MomentField form={form} name="end" label="Ends" optional />
        </div>
      ) : (
        <p>
          It has several dates. <a href={datesPath}>Change them one by one</a>
        </p>
      )}
      <div class="fields">
        <Select form={form} name="timezone" label="Time zone" options={TIMEZONES} />
        <Select form={form} name="category" label="Category" options={CATEGORIES} />
      </div>
      <TextArea
        form={form}
        name="description"
        label="Description"
        optional
        hint="A blank line starts a new paragraph, - at the start of lines makes a list, **two stars** make bold."
        input={{ rows: 7 }}
      />
    </>
  )
}
