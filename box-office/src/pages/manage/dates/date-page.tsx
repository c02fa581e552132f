import type { JSX } from 'preact'
import type { OccurrenceRow } from '../../../dates/store.ts'
import { plural, shortDateTime } from '../../../rest/words.ts'
import { ErrorSummary } from '../../kit/form/error-summary.tsx'
import { Field } from '../../kit/form/fields.tsx'
import { MomentField } from '../../kit/form/moment-field.tsx'
import type { FormState } from '../../kit/form/form-state.ts'
import { EventLayout } from '../frame/event-layout.tsx'
import type { ManagedEvent } from '../frame/load-event.ts'
import { managePath } from '../frame/manage-path.ts'

type Props = { managed: ManagedEvent; date: OccurrenceRow | null; form: FormState }

/** Adds a date, or changes one. */
export function DatePage({ managed, date, form }: Props): JSX.Element {
  const { id, timezone } = managed.event
  const path = managePath(id, '/dates')
  const title = date === null ? 'Add a date' : 'Change a date'
  return (
    <EventLayout managed={managed} tab="dates" title={title} width="form" refused={form.problems.length > 0}>
      <h1>{date === null ? title : `Change ${shortDateTime(date.start_date, timezone)}`}</h1>
      <ErrorSummary form={form} />
      <form class="panel stack" method="post" action={`${path}/${date?.id ?? 'new'}`} novalidate>
        {date !== null && date.sold > 0 && (
          <p class="muted">
            {plural(date.sold, 'ticket')} of it {date.sold === 1 ? 'is' : 'are'} sold: their holders are
            mailed when the time changes.
          </p>
        )}
        <div class="fields">
          <MomentField form={form} name="start" label="Starts" hint={`Time in ${timezone}`} />
          <MomentField form={form} name="end" label="Ends" optional />
        </div>
        <Field form={form} name="places" label="Places" input={{ inputmode: 'numeric' }} optional />
        <Field form={form} name="label" label="Name" hint="For example: Late show" optional />
        <div class="row">
          <button class="button button--primary" type="submit">
            {date === null ? 'Add it' : 'Save'}
          </button>
          <a class="button" href={path}>
            Back
          </a>
        </div>
      </form>
    </EventLayout>
  )
}
