import type { JSX } from 'preact'
import type { OccurrenceRow } from '../../../dates/store.ts'
import { shortDateTime } from '../../../rest/words.ts'
import { EventLayout } from '../frame/event-layout.tsx'
import type { ManagedEvent } from '../frame/load-event.ts'
import { managePath } from '../frame/manage-path.ts'

type Props = { managed: ManagedEvent; date: OccurrenceRow; hasOrders: boolean }

/** Asks before a date is removed; one with orders can only be cancelled. */
export function RemoveDatePage({ managed, date, hasOrders }: Props): JSX.Element {
  const path = managePath(managed.event.id, '/dates')
  return (
    <EventLayout managed={managed} tab="dates" title="Remove a date" width="form" refused={hasOrders}>
      <div class="panel stack">
        <h1>Remove {shortDateTime(date.start_date, managed.event.timezone)}?</h1>
        {hasOrders ? (
          <p>
            Somebody has ordered tickets for this date, or has begun to, so it cannot be removed. Cancel it
            instead: the orders stay, and ticket holders are told.
          </p>
        ) : (
          <p>It goes for good, with its waiting list. Nobody has ordered tickets for it.</p>
        )}
        <div class="row">
          {hasOrders ? (
            <a class="button button--primary" href={`${path}/${date.id}/cancel`}>
              Cancel this date…
            </a>
          ) : (
            <form method="post" action={`${path}/${date.id}/remove`}>
              <button class="button button--danger" type="submit">
                Remove this date
              </button>
            </form>
          )}
          <a class="button" href={path}>
            Keep it
          </a>
        </div>
      </div>
    </EventLayout>
  )
}
