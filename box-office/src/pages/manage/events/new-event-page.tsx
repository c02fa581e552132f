import type { JSX } from 'preact'
import { ErrorSummary } from '../../kit/form/error-summary.tsx'
import type { FormState } from '../../kit/form/form-state.ts'
import { Layout } from '../../kit/layout/layout.tsx'
import { EventFields } from './event-fields.tsx'

/** A new event: its name and its date, no more than that. */
export function NewEventPage({ form }: { form: FormState }): JSX.Element {
  return (
    <Layout kind="manage" title="New event" width="narrow" refused={form.problems.length > 0}>
      <ErrorSummary form={form} />
      <h1>New event</h1>
      <form method="post" action="/manage/new" class="stack" novalidate>
        <div class="panel stack">
          <EventFields form={form} />
        </div>
        <div class="row form-actions">
          <button class="button button--primary" type="submit">
            Make event
          </button>
          <a class="button button--quiet" href="/manage">
            Cancel
          </a>
        </div>
      </form>
    </Layout>
  )
}
