import type { JSX } from 'preact'
import type { AttendeeRow } from '../../../orders/attendee-store.ts'
import { Icon } from '../../kit/layout/icon.tsx'
import { Found, Pages, Search } from '../../kit/layout/list.tsx'
import { EventLayout } from '../frame/event-layout.tsx'
import { fullName } from '../frame/full-name.ts'
import type { ManagedEvent } from '../frame/load-event.ts'
import { managePath } from '../frame/manage-path.ts'
import { AttendeeBadge } from '../orders/badges.tsx'

export type AttendeeLine = { attendee: AttendeeRow; ticket: string }

type Props = {
  managed: ManagedEvent
  lines: readonly AttendeeLine[]
  total: number
  query: string
  page: number
}

/** Everyone with a ticket. */
export function AttendeesPage({ managed, lines, total, query, page }: Props): JSX.Element {
  const path = managePath(managed.event.id, '/attendees')
  const empty = total === 0 && query === ''
  return (
    <EventLayout managed={managed} tab="attendees" title="Attendees" width="narrow">
      <div class="row row--between toolbar">
        <h1>Attendees</h1>
        {!empty && <Search action={path} query={query} label="Name, e-mail or number" />}
      </div>
      {empty ? (
        <div class="empty">
          <Icon name="people" />
          <h2>Nobody yet</h2>
          <p class="muted">Everyone with a ticket appears here.</p>
        </div>
      ) : (
        <div class="row row--between">
          <Found total={total} query={query} one="attendee" />
          <a class="button button--small" href={`${path}.csv`} download>
            Download list
          </a>
        </div>
      )}
      <ul class="lines">
        {lines.map((line) => (
          <AttendeeListItem key={line.attendee.id} line={line} eventId={managed.event.id} />
        ))}
      </ul>
      <Pages path={path} query={query} page={page} total={total} />
    </EventLayout>
  )
}

type LineProps = { line: AttendeeLine; eventId: number }

function AttendeeListItem({ line: { attendee, ticket }, eventId }: LineProps): JSX.Element {
  return (
    <li class="card line">
      <div class="line__main">
        <h2 class="line__title" dir="auto">
          {fullName(attendee)}
        </h2>
        <p class="muted small">{attendee.email}</p>
        <p class="muted small num">
          <bdi>{ticket}</bdi> · {attendee.public_id} ·{' '}
          <a href={managePath(eventId, `/orders/${attendee.order_id}`)}>Order</a>
        </p>
      </div>
      <div class="line__end">
        <AttendeeBadge attendee={attendee} />
      </div>
    </li>
  )
}
