import { isolated } from '@tuvens/platform/text/isolated'
import type { JSX } from 'preact'
import type { Product } from '../../catalogue/read.ts'
import type { OccurrenceRow } from '../../dates/store.ts'
import type { EventRow } from '../../events/store.ts'
import { shortDateTime } from '../../rest/words.ts'
import { ErrorSummary } from '../kit/form/error-summary.tsx'
import { Field } from '../kit/form/fields.tsx'
import type { FormState } from '../kit/form/form-state.ts'
import { Icon } from '../kit/layout/icon.tsx'
import { Layout } from '../kit/layout/layout.tsx'

export type WaitlistTarget = {
  event: EventRow
  product: Product
  priceId: number
  /** The date that is waited for; null in the version without dates. */
  date: OccurrenceRow | null
  hasSeveralDates: boolean
}

/** The page on which the tickets are. */
function shopPath({ event, date, hasSeveralDates }: Omit<WaitlistTarget, 'product' | 'priceId'>): string {
  return hasSeveralDates && date !== null ? `/event/${event.id}?date=${date.id}` : `/event/${event.id}`
}

/** The ticket, with its date where there are others. */
function whatOf({ event, product, date, hasSeveralDates }: Omit<WaitlistTarget, 'priceId'>): string {
  const title = isolated(product.title)
  if (!hasSeveralDates || date === null) return title
  return `${title} on ${shortDateTime(date.start_date, event.timezone)}`
}

export function WaitlistPage({ form, ...target }: WaitlistTarget & { form: FormState }): JSX.Element {
  const { event, priceId, date } = target
  return (
    <Layout
      title={`Waiting list · ${isolated(event.title)}`}
      kind="public"
      width="form"
      refused={form.problems.length > 0}
    >
      <ErrorSummary form={form} />
      <div class="panel stack">
        <div class="stack stack--tight">
          <p class="eyebrow" dir="auto">
            {event.title}
          </p>
          <h1>Waiting list</h1>
          <p class="muted">
            {whatOf(target)} is sold out. Leave your address, and the organiser can reach you when a place
            gets free.
          </p>
        </div>
        <form method="post" action={`/event/${event.id}/waitlist`} class="stack" novalidate>
          <input type="hidden" name="price" value={priceId} />
          {date !== null && <input type="hidden" name="date" value={date.id} />}
          <div class="fields">
            <Field form={form} name="first_name" label="First name" input={{ autocomplete: 'given-name' }} />
            <Field
              form={form}
              name="last_name"
              label="Last name"
              optional
              input={{ autocomplete: 'family-name' }}
            />
          </div>
          <Field form={form} name="email" label="E-mail" type="email" input={{ autocomplete: 'email' }} />
          <div class="row">
            <button class="button button--primary" type="submit">
              Join the list
            </button>
            <a class="button button--quiet" href={shopPath(target)}>
              Back
            </a>
          </div>
        </form>
      </div>
    </Layout>
  )
}

type Joined = WaitlistTarget & { place: number; email: string }

export function JoinedWaitlistPage({ place, email, ...target }: Joined): JSX.Element {
  const { event } = target
  return (
    <Layout title={`On the waiting list · ${isolated(event.title)}`} kind="public" width="form">
      <div class="empty">
        <Icon name="check" size={40} />
        <h1>You are on the list</h1>
        <p class="muted">
          Number <strong class="num">{place}</strong> for {whatOf(target)}. If a place gets free, the
          organiser writes to {email}.
        </p>
        <a class="button" href={shopPath(target)}>
          Back to the tickets
        </a>
      </div>
    </Layout>
  )
}
