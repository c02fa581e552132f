import { OFFER_WORDS } from '@tuvens/design'
import type { JSX } from 'preact'
import { LOW_QUANTITY } from '../../catalogue/availability.ts'
import { placesLeft } from '../../dates/shape.ts'
import type { OccurrenceRow } from '../../dates/store.ts'
import type { PublicEvent } from '../../public/event.ts'
import { shortDateTime } from '../../rest/words.ts'

/** The dates of an event of several, each a link to its tickets. */
export function DateList({ found }: { found: PublicEvent }): JSX.Element {
  const { event, dates } = found
  if (dates.length === 0) return <p class="muted">There are no dates to choose.</p>
  return (
    <>
      <h3>Choose a date</h3>
      <ul class="stack stack--tight">
        {dates.map((date) => (
          <li key={date.id}>
            <a class="with-icon" href={`/event/${event.id}?date=${date.id}`}>
              {shortDateTime(date.start_date, event.timezone)}
            </a>{' '}
            {date.label !== null && <bdi class="muted small">{date.label}</bdi>} <Places date={date} />
          </li>
        ))}
      </ul>
    </>
  )
}

function Places({ date }: { date: OccurrenceRow }): JSX.Element | null {
  const left = placesLeft(date)
  if (left === null || left > LOW_QUANTITY) return null
  return (
    <span class="badge" data-tone={left === 0 ? 'neutral' : 'warn'}>
      {left === 0 ? OFFER_WORDS.sold_out : `Only ${left} left`}
    </span>
  )
}

/** The date whose tickets are shown, and the way back to the others. */
export function ChosenDate({ found }: { found: PublicEvent }): JSX.Element | null {
  const { event, date, hasSeveralDates } = found
  if (date === null) return null
  return (
    <>
      <input type="hidden" name="date" value={date.id} />
      {hasSeveralDates && (
        <p>
          <strong>{shortDateTime(date.start_date, event.timezone)}</strong>{' '}
          <a href={`/event/${event.id}`}>Another date</a> <Places date={date} />
        </p>
      )}
    </>
  )
}
