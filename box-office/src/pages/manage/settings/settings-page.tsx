import type { ComponentChildren, JSX } from 'preact'
import { ErrorSummary } from '../../kit/form/error-summary.tsx'
import type { FormState } from '../../kit/form/form-state.ts'
import { SuccessNotice } from '../../kit/layout/success-notice.tsx'
import { EventFields } from '../events/event-fields.tsx'
import { EventLayout } from '../frame/event-layout.tsx'
import type { ManagedEvent } from '../frame/load-event.ts'
import { managePath } from '../frame/manage-path.ts'
import { BuyingFields } from './buying-fields.tsx'
import { PlaceFields } from './place-fields.tsx'

type Props = { managed: ManagedEvent; form: FormState; hasSeveralDates: boolean; done?: string | undefined }

export function SettingsPage({ managed, form, hasSeveralDates, done }: Props): JSX.Element {
  const { event } = managed
  return (
    <EventLayout
      managed={managed}
      tab="settings"
      title="Settings"
      width="narrow"
      refused={form.problems.length > 0}
    >
      <SuccessNotice what={done} />
      <ErrorSummary form={form} />
      <h1>Settings</h1>
      <form method="post" action={managePath(event.id, '/settings')} class="stack stack--wide" novalidate>
        <Section title="The event">
          <EventFields form={form} datesPath={hasSeveralDates ? managePath(event.id, '/dates') : undefined} />
        </Section>
        <Section title="Where">
          <PlaceFields form={form} />
        </Section>
        <Section title="Buying">
          <BuyingFields form={form} />
        </Section>
        <div class="form-actions form-actions--sticky">
          <button class="button button--primary" type="submit">
            Save settings
          </button>
        </div>
      </form>
      <form method="get" action={managePath(event.id, '/delete')} class="danger-zone row row--between">
        <p class="muted">Made by mistake? An event can be deleted for good.</p>
        <button class="button button--danger button--small" type="submit">
          Delete event…
        </button>
      </form>
    </EventLayout>
  )
}

function Section({ title, children }: { title: string; children: ComponentChildren }): JSX.Element {
  return (
    <section class="panel stack" aria-label={title}>
      <h2>{title}</h2>
      {children}
    </section>
  )
}
