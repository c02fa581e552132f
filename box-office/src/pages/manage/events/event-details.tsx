import type { JSX } from 'preact'
import { plainText } from '../../../rest/text.ts'
import { When, Where } from '../../kit/layout/when.tsx'
import type { ManagedEvent } from '../frame/load-event.ts'

export function Details({ managed: { event, settings, organizer } }: { managed: ManagedEvent }): JSX.Element {
  const about = event.description === null ? '' : plainText(event.description)
  return (
    <dl class="facts facts--stacked">
      <dt>Name</dt>
      <dd dir="auto">{event.title}</dd>
      <dt>When</dt>
      <dd>
        <When event={event} />
      </dd>
      <dt>Where</dt>
      <dd>
        {settings.location_details === null && !settings.is_online_event ? (
          <span class="muted">Not set yet</span>
        ) : (
          <Where location={settings.location_details} online={settings.is_online_event} />
        )}
      </dd>
      <dt>Organiser</dt>
      <dd dir="auto">{organizer.name}</dd>
      {about !== '' && (
        <>
          <dt>About</dt>
          <dd class="clamp" dir="auto">
            {about}
          </dd>
        </>
      )}
    </dl>
  )
}
