import type { JSX } from 'preact'
import { EventLayout } from '../frame/event-layout.tsx'
import type { ManagedEvent } from '../frame/load-event.ts'
import { managePath } from '../frame/manage-path.ts'

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
        <h1>
          Delete <bdi>{event.title}</bdi>?
        </h1>
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
