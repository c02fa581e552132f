import { isolated } from '@tuvens/platform/text/isolated'
import type { ComponentChildren, JSX } from 'preact'
import { zoneName } from '../../../rest/words.ts'
import { Check } from '../../kit/form/choices.tsx'
import { Field, Select, TextArea } from '../../kit/form/fields.tsx'
import { MomentField } from '../../kit/form/moment-field.tsx'
import { taxField, type TicketOptionsProps } from './ticket-form.ts'
import { Switches } from './ticket-switches.tsx'
import { Taxes } from './ticket-taxes.tsx'

/** Fields outside the folded part of the form. */
const ALWAYS_SHOWN = ['title', 'type', 'price', 'quantity', '']

const OPTIONS = [
  'thing',
  'description',
  'min_per_order',
  'max_per_order',
  'sale_start',
  'sale_end',
  'highlight_message',
  'is_hidden',
  'is_hidden_without_promo_code',
  'waitlist_enabled',
  'show_quantity_remaining',
]

/** The fields that a first ticket does not need, folded while none is used. */
export function MoreOptions({ event, form, choices }: TicketOptionsProps): JSX.Element {
  const names = [...OPTIONS, ...choices.taxes.map(({ id }) => taxField(id))]
  const isRefused = form.problems.some(
    (each) => !each.field.startsWith('tiers.') && !ALWAYS_SHOWN.includes(each.field),
  )
  const isUsed = names.some((name) => name !== 'max_per_order' && (form.values[name] ?? '') !== '')
  const zone = zoneName(event.timezone, event.start_date)
  return (
    <details class="accordion" open={isRefused || isUsed}>
      <summary>More options</summary>
      <div class="accordion__body stack">
        <Placement form={form} choices={choices} />
        <TextArea
          form={form}
          name="description"
          label="Description"
          optional
          hint="What is included, who it is for. A blank line starts a new paragraph."
          input={{ rows: 3 }}
        />
        <Taxes form={form} event={event} choices={choices} />
        <Group
          title="When it is on sale"
          hint={`Times in ${zone}. Empty: as long as the event is published.`}
        >
          <MomentField form={form} name="sale_start" label="From" optional />
          <MomentField form={form} name="sale_end" label="Until" optional />
        </Group>
        <Group title="How many one person can take">
          <Field
            form={form}
            name="min_per_order"
            label="At least"
            optional
            input={{ inputmode: 'numeric' }}
          />
          <Field form={form} name="max_per_order" label="At most" optional input={{ inputmode: 'numeric' }} />
        </Group>
        <Field
          form={form}
          name="highlight_message"
          label="Highlight"
          optional
          hint="A word that stands out next to the ticket, like “Best value”"
        />
        <Switches form={form} />
      </div>
    </details>
  )
}

/** The section, and whether it is a ticket or merchandise. */
function Placement({ form, choices: { sections } }: Omit<TicketOptionsProps, 'event'>): JSX.Element {
  return (
    <>
      {sections.length > 1 && (
        <Select
          form={form}
          name="section"
          label="Section"
          options={sections.map(({ id, name }) => ({ value: String(id), label: isolated(name) }))}
        />
      )}
      <Check
        form={form}
        name="thing"
        label="It is merchandise, not a ticket"
        hint="A shirt, a drink, a programme: it lets nobody in, and has no code"
      />
    </>
  )
}

function Group({
  title,
  hint,
  children,
}: {
  title: string
  hint?: string
  children: ComponentChildren
}): JSX.Element {
  return (
    <fieldset class="stack stack--tight">
      <legend>{title}</legend>
      {hint && <p class="field__hint">{hint}</p>}
      <div class="fields">{children}</div>
    </fieldset>
  )
}
