import type { ComponentChildren, JSX } from 'preact'
import type { Product } from '../../products/catalogue.ts'
import { Check, ErrorSummary, Field, Radios, TextArea } from '../kit/fields.tsx'
import type { FormState } from '../kit/form.ts'
import { zoneName } from '../../rest/words.ts'
import { Icon } from '../kit/icon.tsx'
import { EventChrome, managePath } from './chrome.tsx'
import type { Managed } from './load.ts'
import { MAX_TIERS } from './ticket-form.ts'

type Props = { managed: Managed; form: FormState; product: Product | null; from: string }

/** One form for new and existing tickets. Parts that do not fit the chosen kind are hidden by CSS alone. */
export function TicketFormPage({ managed, form, product, from }: Props): JSX.Element {
  const { event } = managed
  const title = product === null ? 'Add a ticket' : 'Change ticket'
  const action = managePath(event.id, product === null ? '/tickets/new' : `/tickets/${product.id}`)
  const back = managePath(event.id, from === 'getting-started' ? '/getting-started' : '/tickets')
  return (
    <EventChrome
      managed={managed}
      tab="tickets"
      title={title}
      width="narrow"
      refused={form.problems.length > 0}
    >
      <ErrorSummary form={form} />
      <h1>{title}</h1>
      <form method="post" action={action} class="stack ticket-form" novalidate>
        <input type="hidden" name="from" value={from} />
        {/* Enter in a field presses the first button: it must be this one, not "Add another price". */}
        <button type="submit" class="visually-hidden" tabindex={-1} aria-hidden="true">
          Save
        </button>
        <div class="panel stack">
          <Field form={form} name="title" label="Name" hint="What buyers read, like “General admission”" />
          <Kind form={form} />
          <SinglePrice form={form} currency={event.currency} />
          <Tiers form={form} currency={event.currency} />
        </div>
        <MoreOptions managed={managed} form={form} />
        <div class="row form-actions">
          <button class="button button--primary" type="submit">
            {product === null ? 'Add ticket' : 'Save ticket'}
          </button>
          <a class="button button--quiet" href={back}>
            Cancel
          </a>
        </div>
      </form>
      {product !== null && <DeleteTicket eventId={event.id} product={product} />}
    </EventChrome>
  )
}

function Kind({ form }: { form: FormState }): JSX.Element {
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

function SinglePrice({ form, currency }: { form: FormState; currency: string }): JSX.Element {
  return (
    <div class="fields for-single">
      <div class="for-priced">
        <Field
          form={form}
          name="price"
          label={`Price in ${currency}`}
          optional={form.values['type'] !== 'PAID'}
          hint="For a donation: the least to give"
          input={{ inputmode: 'decimal', class: 'num' }}
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

function Tiers({ form, currency }: { form: FormState; currency: string }): JSX.Element {
  const rows = Math.min(
    MAX_TIERS,
    Object.keys(form.values).filter((name) => /^tiers\.\d+\.label$/.test(name)).length,
  )
  return (
    <fieldset class="for-tiered stack stack--tight">
      <legend>Prices</legend>
      {Array.from({ length: rows }, (_, row) => (
        <div key={row} class="tier">
          <input type="hidden" name={`tiers.${row}.id`} value={form.values[`tiers.${row}.id`] ?? ''} />
          <Field form={form} name={`tiers.${row}.label`} label="Name" optional={row > 0 && 'silent'} />
          <Field
            form={form}
            name={`tiers.${row}.price`}
            label={`Price in ${currency}`}
            optional={row > 0 && 'silent'}
            input={{ inputmode: 'decimal', class: 'num' }}
          />
          <Field
            form={form}
            name={`tiers.${row}.quantity`}
            label="Places"
            optional
            input={{ inputmode: 'numeric', class: 'num' }}
          />
        </div>
      ))}
      <div>
        <button class="button button--small" type="submit" name="action" value="add-price">
          <Icon name="plus" size={16} /> Add another price
        </button>
      </div>
      <p class="field__hint">Leave a line empty to take it away.</p>
    </fieldset>
  )
}

const OPTIONS = [
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

function MoreOptions({ managed: { event }, form }: { managed: Managed; form: FormState }): JSX.Element {
  const refused = form.problems.some((each) => OPTIONS.includes(each.field))
  const used = OPTIONS.some((name) => name !== 'max_per_order' && (form.values[name] ?? '') !== '')
  const zone = zoneName(event.timezone, event.start_date)
  return (
    <details class="accordion" open={refused || used}>
      <summary>More options</summary>
      <div class="accordion__body stack">
        <TextArea
          form={form}
          name="description"
          label="Description"
          optional
          hint="What is included, who it is for. A blank line starts a new paragraph."
          input={{ rows: 3 }}
        />
        <Group
          title="When it is on sale"
          hint={`Times in ${zone}. Empty: as long as the event is published.`}
        >
          <Field form={form} name="sale_start" label="From" type="datetime-local" optional />
          <Field form={form} name="sale_end" label="Until" type="datetime-local" optional />
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

function Switches({ form }: { form: FormState }): JSX.Element {
  return (
    <div>
      <Check form={form} name="show_quantity_remaining" label="Show how many are left" />
      <Check
        form={form}
        name="waitlist_enabled"
        label="Offer a waiting list"
        hint="When sold out, people can leave their address"
      />
      <Check
        form={form}
        name="is_hidden_without_promo_code"
        label="Only with a promo code"
        hint="Nobody sees it who has no code for it"
      />
      <Check form={form} name="is_hidden" label="Hide it" hint="Nobody sees or buys it for now" />
    </div>
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

function DeleteTicket({ eventId, product }: { eventId: number; product: Product }): JSX.Element {
  const taken = product.prices.some((each) => each.sold + each.held > 0)
  if (taken)
    return (
      <p class="muted">
        Somebody has this ticket already, so it cannot be deleted. “Hide it” stops new ones.
      </p>
    )
  return (
    <form
      method="post"
      action={managePath(eventId, `/tickets/${product.id}/delete`)}
      class="danger-zone row row--between"
    >
      <p class="muted">Nobody has taken one yet.</p>
      <button class="button button--danger button--small" type="submit">
        Delete this ticket
      </button>
    </form>
  )
}
