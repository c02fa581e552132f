import type { JSX } from 'preact'
import { venueLine } from '../../events/settings-shape.ts'
import type { Location } from '../../rest/place.ts'
import { SuccessNotice } from '../kit/done.tsx'
import { count, shortDateTime } from '../../rest/words.ts'
import { Icon } from '../kit/icon.tsx'
import { Layout } from '../kit/layout.tsx'
import { type EventPhase, StatusBadge } from '../kit/status.tsx'
import { managePath } from './chrome.tsx'

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

const GROUPS: readonly [title: string, phases: readonly EventPhase[]][] = [
  ['Published', ['on_sale', 'low', 'waiting_list', 'sold_out', 'soon', 'sales_over']],
  ['Not published', ['preparing', 'paused']],
  ['Over and cancelled', ['ended', 'cancelled']],
]

/** The events of the account, grouped by phase. */
export function EventsPage({
  events,
  done,
}: {
  events: readonly EventLine[]
  done: string | undefined
}): JSX.Element {
  return (
    <Layout title="Your events" kind="manage">
      <SuccessNotice what={done} />
      <div class="row row--between">
        <h1>Your events</h1>
        {events.length > 0 && <NewEvent />}
      </div>
      {events.length === 0 && <NoEvents />}
      {GROUPS.map(([title, phases]) => (
        <Group key={title} title={title} events={events.filter((each) => phases.includes(each.phase))} />
      ))}
    </Layout>
  )
}

function NewEvent(): JSX.Element {
  return (
    <a class="button button--primary" href="/manage/new">
      <Icon name="plus" size={20} /> New event
    </a>
  )
}

function NoEvents(): JSX.Element {
  return (
    <div class="empty">
      <Icon name="calendar" />
      <h2>No events yet</h2>
      <p class="muted">Make your first one: a name and a date are enough. Tickets come next.</p>
      <NewEvent />
    </div>
  )
}

function Group({ title, events }: { title: string; events: readonly EventLine[] }): JSX.Element | null {
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
        <h3>
          <a href={managePath(id, isUnpublished ? '/getting-started' : '')}>{title}</a>
        </h3>
        <p class="muted small">
          {[shortDateTime(start, timezone), venueLine(location)].filter((each) => each).join(' · ')}
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
