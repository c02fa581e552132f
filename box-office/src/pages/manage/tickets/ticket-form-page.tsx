import type { JSX } from 'preact'
import type { Product } from '../../../catalogue/read.ts'
import { ErrorSummary } from '../../kit/form/error-summary.tsx'
import { Field } from '../../kit/form/fields.tsx'
import type { FormState } from '../../kit/form/form-state.ts'
import { EventLayout } from '../frame/event-layout.tsx'
import type { ManagedEvent } from '../frame/load-event.ts'
import { managePath } from '../frame/manage-path.ts'
import type { TicketChoices } from './ticket-form.ts'
import { MoreOptions } from './ticket-options.tsx'
import { SinglePrice, TicketType } from './ticket-price.tsx'
import { Tiers } from './ticket-tiers-fields.tsx'

type Props = {
  managed: ManagedEvent
  form: FormState
  product: Product | null
  choices: TicketChoices
  from: string
}

/** One form for new and existing tickets. CSS hides the fields that the chosen type does not have. */
export function TicketFormPage({ managed, form, product, choices, from }: Props): JSX.Element {
  const { event } = managed
  const title = product === null ? 'Add a ticket' : 'Change ticket'
  const action = managePath(event.id, product === null ? '/tickets/new' : `/tickets/${product.id}`)
  const back = managePath(event.id, from === 'getting-started' ? '/getting-started' : '/tickets')
  return (
    <EventLayout
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
        {/* The Enter key presses the first button of a form: it must save, not add another price. */}
        <button type="submit" class="visually-hidden" tabindex={-1} aria-hidden="true">
          Save
        </button>
        <div class="panel stack">
          <Field form={form} name="title" label="Name" hint="What buyers read, like “General admission”" />
          <TicketType form={form} />
          <SinglePrice form={form} currency={event.currency} />
          <Tiers form={form} event={event} />
        </div>
        <MoreOptions event={event} form={form} choices={choices} />
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
    </EventLayout>
  )
}

function DeleteTicket({ eventId, product }: { eventId: number; product: Product }): JSX.Element {
  const isTaken = product.prices.some((each) => each.sold + each.held > 0)
  if (isTaken)
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
