import { isolated } from '@tuvens/platform/text/isolated'
import type { JSX } from 'preact'
import { venueLine } from '../../../events/settings/settings-shape.ts'
import type { Location } from '../../../rest/place.ts'
import { count, shortDateTime } from '../../../rest/words.ts'
import { type EventPhase, StatusBadge } from '../../kit/layout/phase.tsx'
import { managePath } from '../frame/manage-path.ts'

export type EventLine = {
  id: number
  title: string
  start: Date
  timezone: string
  location: Location | null
  phase: EventPhase
  sold: number
  hasTickets: boolean
}

export function Group({
  title,
  events,
}: {
  title: string
  events: readonly EventLine[]
}): JSX.Element | null {
  if (events.length === 0) return null
  return (
    <section class="stack stack--tight" aria-label={title}>
      <h2 class="group-title">
        {title} <span class="muted num">{events.length}</span>
      </h2>
      <ul class="event-list">
        {events.map((event) => (
          <EventListItem key={event.id} event={event} />
        ))}
      </ul>
    </section>
  )
}

function EventListItem({ event }: { event: EventLine }): JSX.Element {
  const { id, title, start, timezone, location, phase, sold, hasTickets } = event
  const isUnpublished = phase === 'preparing'
  return (
    <li class="card card--link event-line">
      <div class="event-line__main">
        <h3 dir="auto">
          <a href={managePath(id, isUnpublished ? '/getting-started' : '')}>{title}</a>
        </h3>
        <p class="muted small">
          {[shortDateTime(start, timezone), isolated(venueLine(location) ?? '')]
            .filter((each) => each)
            .join(' · ')}
        </p>
      </div>
      <div class="event-line__state">
        <StatusBadge phase={phase} />
        <p class="small muted num">
          {isUnpublished ? (hasTickets ? 'Ready to publish' : 'Needs a ticket') : `${count(sold)} sold`}
        </p>
      </div>
    </li>
  )
}
