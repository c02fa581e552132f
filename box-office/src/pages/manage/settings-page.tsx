import type { ComponentChildren, JSX } from 'preact'
import { SuccessNotice } from '../kit/done.tsx'
import { ErrorSummary, Field, Radios, Select, TextArea } from '../kit/fields.tsx'
import type { FormState } from '../kit/form.ts'
import { Layout } from '../kit/layout.tsx'
import { COUNTRIES, TIMEZONES } from '../kit/options.ts'
import { EventLayout, managePath } from './chrome.tsx'
import { CATEGORIES } from './event-form.ts'
import type { ManagedEvent } from './load.ts'

type Props = { managed: ManagedEvent; form: FormState; done: string | undefined }

export function SettingsPage({ managed, form, done }: Props): JSX.Element {
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
          <EventFields form={form} />
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

function EventFields({ form }: { form: FormState }): JSX.Element {
  return (
    <>
      <Field form={form} name="title" label="Name" />
      <div class="fields">
        <Field form={form} name="start" label="Starts" type="datetime-local" />
        <Field form={form} name="end" label="Ends" type="datetime-local" optional />
      </div>
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

function PlaceFields({ form }: { form: FormState }): JSX.Element {
  return (
    <>
      <Radios
        form={form}
        name="where"
        label="Where does it take place?"
        class="kinds kinds--where"
        options={[
          { value: 'venue', label: 'At a place' },
          { value: 'online', label: 'Online' },
          { value: 'unknown', label: 'Not known yet' },
        ]}
      />
      <div class="stack for-venue">
        <Field form={form} name="venue_name" label="Name of the place" optional />
        <Field
          form={form}
          name="address_line_1"
          label="Street and number"
          input={{ autocomplete: 'street-address' }}
        />
        <div class="fields">
          <Field
            form={form}
            name="zip_or_postal_code"
            label="Postal code"
            input={{ autocomplete: 'postal-code' }}
          />
          <Field form={form} name="city" label="City" input={{ autocomplete: 'address-level2' }} />
        </div>
        <Select
          form={form}
          name="country"
          label="Country"
          options={[{ value: '', label: 'Choose…' }, ...COUNTRIES]}
        />
      </div>
      <div class="for-online">
        <TextArea
          form={form}
          name="online_details"
          label="How to join"
          optional
          hint="Shown only to people with a ticket"
          input={{ rows: 3 }}
        />
      </div>
    </>
  )
}

function BuyingFields({ form }: { form: FormState }): JSX.Element {
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

type Deletion = {
  managed: ManagedEvent
  sold: number
  /** Why it may not be deleted, if it may not. */
  reason: string | null
}

export function DeletePage({ managed, sold, reason }: Deletion): JSX.Element {
  const { event } = managed
  return (
    <EventLayout managed={managed} tab="settings" title="Delete event" width="form">
      <div class="panel stack">
        <h1>Delete {event.title}?</h1>
        {reason === null ? (
          <p>
            It goes for good, with its tickets and promo codes.{' '}
            {sold > 0 && (
              <strong>People hold tickets for it; their links stop working. Cancelling may be kinder.</strong>
            )}
          </p>
        ) : (
          <p>{reason}</p>
        )}
        <div class="row">
          {reason === null ? (
            <form method="post" action={managePath(event.id, '/delete')}>
              <button class="button button--danger" type="submit">
                Delete for good
              </button>
            </form>
          ) : (
            <a class="button button--primary" href={managePath(event.id, '/orders')}>
              See the orders
            </a>
          )}
          <a class="button" href={managePath(event.id, '/settings')}>
            Keep it
          </a>
        </div>
      </div>
    </EventLayout>
  )
}
