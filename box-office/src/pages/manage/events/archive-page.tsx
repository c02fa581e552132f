import type { JSX } from 'preact'
import { plural } from '../../../rest/words.ts'
import { EventLayout } from '../frame/event-layout.tsx'
import type { ManagedEvent } from '../frame/load-event.ts'
import { managePath } from '../frame/manage-path.ts'
import { StatusButton } from '../frame/status-button.tsx'

/** Asks for confirmation before the event is cancelled. */
export function ArchivePage({ managed, sold }: { managed: ManagedEvent; sold: number }): JSX.Element {
  const { event } = managed
  return (
    <EventLayout managed={managed} tab="overview" title="Cancel the event" width="form">
      <div class="panel stack">
        <h1>
          Cancel “<bdi>{event.title}</bdi>”?
        </h1>
        <ul class="prose">
          <li>Nobody can get tickets any more, and every event page says that it is cancelled.</li>
          <li>
            {sold === 0
              ? 'No tickets are out, so nobody needs to be told.'
              : `${plural(sold, 'ticket is', 'tickets are')} out. Their holders are told by e-mail at once. Paying back is up to you: Orders lists what is due.`}
          </li>
          <li>You can bring it back as a draft later.</li>
        </ul>
        <div class="row">
          <StatusButton eventId={event.id} status="ARCHIVED" look="danger">
            Cancel the event
          </StatusButton>
          <a class="button" href={managePath(event.id)}>
            Keep it
          </a>
        </div>
      </div>
    </EventLayout>
  )
}
