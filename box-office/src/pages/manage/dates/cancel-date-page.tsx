import type { JSX } from 'preact'
import type { OccurrenceRow } from '../../../dates/store.ts'
import { plural, shortDateTime } from '../../../rest/words.ts'
import { EventLayout } from '../frame/event-layout.tsx'
import type { ManagedEvent } from '../frame/load-event.ts'
import { managePath } from '../frame/manage-path.ts'

type Props = { managed: ManagedEvent; date: OccurrenceRow }

/** Asks before a date is cancelled. */
export function CancelDatePage({ managed, date }: Props): JSX.Element {
  const path = managePath(managed.event.id, '/dates')
  return (
    <EventLayout managed={managed} tab="dates" title="Cancel a date" width="form">
      <div class="panel stack">
        <h1>Cancel {shortDateTime(date.start_date, managed.event.timezone)}?</h1>
        <ul class="prose">
          <li>Nobody can buy tickets for it any more, and it cannot be opened again.</li>
          {date.sold > 0 && (
            <li>
              {plural(date.sold, 'ticket')} of it {date.sold === 1 ? 'is' : 'are'} sold. Their holders are
              mailed a minute later; cancel their orders yourself when you pay them back.
            </li>
          )}
        </ul>
        <div class="row">
          <form method="post" action={`${path}/${date.id}/cancel`}>
            <button class="button button--danger" type="submit">
              Cancel this date
            </button>
          </form>
          <a class="button" href={path}>
            Keep it
          </a>
        </div>
      </div>
    </EventLayout>
  )
}
