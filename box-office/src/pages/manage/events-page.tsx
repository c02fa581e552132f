import type { JSX } from 'preact'
import { venueLine } from '../../events/settings-shape.ts'
import type { Location } from '../../rest/place.ts'
import { Done } from '../kit/done.tsx'
import { count, shortDateTime } from '../../rest/words.ts'
import { Icon } from '../kit/icon.tsx'
import { Layout } from '../kit/layout.tsx'
import { type Standing, StatusBadge } from '../kit/status.tsx'
import { managePath } from './chrome.tsx'

export type EventLine = {
  id: number
  title: string
  start: Date
  timezone: string
  location: Location | null
  standing: Standing
  sold: number
  hasTickets: boolean
}

const GROUPS: readonly [title: string, standings: readonly Standing[]][] = [
  ['Published', ['on_sale', 'low', 'waiting_list', 'sold_out', 'soon', 'sales_over']],
  ['Not published', ['preparing', 'paused']],
  ['Over and cancelled', ['ended', 'cancelled']],
]

/** The account's events, what needs attention first. */
export function EventsPage({
  events,
  done,
}: {
  events: readonly EventLine[]
  done: string | undefined
}): JSX.Element {
  return (
    <Layout title="Your events" kind="manage">
      <Done what={done} />
      <div class="row row--between">
        <h1>Your events</h1>
        {events.length > 0 && <NewEvent />}
      </div>
      {events.length === 0 && <NoEvents />}
      {GROUPS.map(([title, standings]) => (
        <Group
          key={title}
          title={title}
          events={events.filter((each) => standings.includes(each.standing))}
        />
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
          <Line key={event.id} event={event} />
        ))}
      </ul>
    </section>
  )
}

function Line({ event }: { event: EventLine }): JSX.Element {
  const { id, title, start, timezone, location, standing, sold, hasTickets } = event
  const unfinished = standing === 'preparing'
  return (
    <li class="card card--link event-line">
      <DateTile at={start} timezone={timezone} />
      <div class="event-line__main">
        <h3>
          <a href={managePath(id, unfinished ? '/getting-started' : '')}>{title}</a>
        </h3>
        <p class="muted small">
          {[shortDateTime(start, timezone), venueLine(location)].filter((each) => each).join(' · ')}
        </p>
      </div>
      <div class="event-line__state">
        <StatusBadge standing={standing} />
        <p class="small muted num">
          {unfinished ? (hasTickets ? 'Ready to publish' : 'Needs a ticket') : `${count(sold)} sold`}
        </p>
      </div>
    </li>
  )
}

function DateTile({ at, timezone }: { at: Date; timezone: string }): JSX.Element {
  const part = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat('en-GB', { ...options, timeZone: timezone }).format(at)
  return (
    <div class="date-tile" aria-hidden="true">
      <span>{part({ month: 'short' })}</span>
      <strong class="num">{part({ day: 'numeric' })}</strong>
    </div>
  )
}
