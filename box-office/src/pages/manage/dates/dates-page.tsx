import { isolated } from '@tuvens/platform/text/isolated'
import type { JSX } from 'preact'
import { hasSeveralDates } from '../../../dates/several.ts'
import { placesLeft } from '../../../dates/shape.ts'
import type { OccurrenceRow } from '../../../dates/store.ts'
import { plural, shortDateTime } from '../../../rest/words.ts'
import { ErrorSummary } from '../../kit/form/error-summary.tsx'
import { Field, Select } from '../../kit/form/fields.tsx'
import type { FormState } from '../../kit/form/form-state.ts'
import { SuccessNotice } from '../../kit/layout/success-notice.tsx'
import { EventLayout } from '../frame/event-layout.tsx'
import type { ManagedEvent } from '../frame/load-event.ts'
import { managePath } from '../frame/manage-path.ts'
import { DAYS } from './weekly.ts'

type Props = {
  managed: ManagedEvent
  dates: readonly OccurrenceRow[]
  form: FormState
  done?: string | undefined
}

/** The dates of an event, and the form that makes more. */
export function DatesPage({ managed, dates, form, done }: Props): JSX.Element {
  const { event } = managed
  const isSeveral = hasSeveralDates(event, dates)
  return (
    <EventLayout
      managed={managed}
      tab="dates"
      title="Dates"
      width="narrow"
      refused={form.problems.length > 0}
    >
      <SuccessNotice what={done} />
      <h1>Dates</h1>
      <ErrorSummary form={form} />
      <ol class="lines">
        {dates.map((date) => (
          <DateLine key={date.id} managed={managed} date={date} isRemovable={isSeveral && isUnsold(date)} />
        ))}
      </ol>
      <p>
        <a class="button" href={managePath(event.id, '/dates/new')}>
          Add a date
        </a>
      </p>
      <form class="panel stack" method="post" action={managePath(event.id, '/dates')} novalidate>
        <h2>Every week</h2>
        <p class="muted">
          Makes the dates of a weekly event, from the next one on. They replace dates that nobody has bought
          for.
        </p>
        <Select
          form={form}
          name="day"
          label="Day"
          options={DAYS.map(([value, label]) => ({ value, label }))}
        />
        <Field form={form} name="time" label="Starts at" hint={`Time in ${event.timezone}`} />
        <Field form={form} name="minutes" label="Lasts, in minutes" input={{ inputmode: 'numeric' }} />
        <Field form={form} name="count" label="Number of dates" input={{ inputmode: 'numeric' }} />
        <Field
          form={form}
          name="places"
          label="Places on each date"
          input={{ inputmode: 'numeric' }}
          optional
        />
        <button class="button button--primary" type="submit">
          Make dates
        </button>
      </form>
    </EventLayout>
  )
}

const isUnsold = ({ sold, held }: OccurrenceRow) => sold + held === 0

type DateLineProps = { managed: ManagedEvent; date: OccurrenceRow; isRemovable: boolean }

function DateLine({ managed: { event }, date, isRemovable }: DateLineProps): JSX.Element {
  const left = placesLeft(date)
  const isCancelled = date.status === 'CANCELLED'
  return (
    <li class="card line">
      <div class="line__main">
        <h2 class="line__title">{shortDateTime(date.start_date, event.timezone)}</h2>
        <p class="muted small num">
          {date.label !== null && `${isolated(date.label)} · `}
          {plural(date.sold, 'ticket')} sold{left !== null && `, ${plural(left, 'place')} left`}
        </p>
      </div>
      <div class="line__end">
        {isCancelled ? (
          <span class="badge" data-tone="bad">
            Cancelled
          </span>
        ) : (
          <>
            <DateLink event={event} date={date} to="" label="Change" />
            <DateLink event={event} date={date} to="/cancel" label="Cancel" />
            {isRemovable && <DateLink event={event} date={date} to="/remove" label="Remove" />}
          </>
        )}
      </div>
    </li>
  )
}

type DateLinkProps = Pick<ManagedEvent, 'event'> & { date: OccurrenceRow; to: string; label: string }

function DateLink({ event, date, to, label }: DateLinkProps): JSX.Element {
  return (
    <a class="button button--small" href={managePath(event.id, `/dates/${date.id}${to}`)}>
      {label}
      <span class="visually-hidden"> {shortDateTime(date.start_date, event.timezone)}</span>
    </a>
  )
}
