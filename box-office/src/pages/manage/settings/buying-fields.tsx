import type { JSX } from 'preact'
import { Field, TextArea } from '../../kit/form/fields.tsx'
import type { FormState } from '../../kit/form/form-state.ts'

export function BuyingFields({ form }: { form: FormState }): JSX.Element {
  return (
    <>
      <TextArea
        form={form}
        name="payment"
        label="How to pay at the door"
        optional
        hint="Shown with tickets that cost something, like “Cash or card, ten minutes before we start”"
        input={{ rows: 3 }}
      />
      <TextArea
        form={form}
        name="after_checkout"
        label="A word after buying"
        optional
        hint="Shown with the tickets, like what to bring"
        input={{ rows: 3 }}
      />
      <Field
        form={form}
        name="support_email"
        label="Address for questions"
        type="email"
        hint="Shown to buyers, and in their e-mails"
      />
      <Field
        form={form}
        name="website_url"
        label="Event page"
        type="url"
        optional
        hint="Where people learn about the event"
      />
    </>
  )
}
