import type { JSX } from 'preact'
import { Check } from '../kit/form/choices.tsx'
import { Field } from '../kit/form/fields.tsx'
import type { FormState } from '../kit/form/form-state.ts'
import { type NamedTicket, ticketFieldName } from './details.ts'

export function TicketHolders({
  form,
  toName,
}: {
  form: FormState
  toName: readonly NamedTicket[]
}): JSX.Element {
  return (
    <section class="panel stack" aria-labelledby="who">
      <h2 id="who" class="h3">
        {toName.length === 1 ? 'Who is the ticket for?' : 'Who are the tickets for?'}
      </h2>
      {toName.map((ticket) => (
        <HolderFields key={ticket.index} form={form} ticket={ticket} />
      ))}
    </section>
  )
}

function HolderFields({
  form,
  ticket: { index, item, number, of },
}: {
  form: FormState
  ticket: NamedTicket
}): JSX.Element {
  const name = (part: string) => ticketFieldName(index, part)
  return (
    <fieldset class="holder">
      <legend>
        <bdi>{item.item_name}</bdi>
        {of > 1 && <span class="muted num"> {`${number} of ${of}`}</span>}
      </legend>
      <Check
        form={form}
        name={name('same')}
        label="In my name"
        {...(index === 0 && { hint: 'Untick it to send the ticket to somebody else' })}
      />
      <div class="stack stack--tight holder__other">
        <div class="fields">
          <Field form={form} name={name('first_name')} label="First name" />
          <Field form={form} name={name('last_name')} label="Last name" />
        </div>
        <Field form={form} name={name('email')} label="E-mail" type="email" hint="Their ticket goes here" />
      </div>
    </fieldset>
  )
}
