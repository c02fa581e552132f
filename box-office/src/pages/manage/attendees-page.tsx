import type { JSX } from 'preact'
import type { AttendeeRow } from '../../orders/attendee-store.ts'
import { Done } from '../kit/done.tsx'
import { Icon } from '../kit/icon.tsx'
import { Found, Pages, Search } from '../kit/list.tsx'
import { EventChrome, managePath } from './chrome.tsx'
import type { Managed } from './load.ts'
import { AttendeeBadge, fullName } from './order-words.tsx'

export type Guest = { attendee: AttendeeRow; ticket: string; checkedIn: boolean }
type Props = {
  managed: Managed
  guests: readonly Guest[]
  total: number
  here: number
  query: string
  page: number
  done: string | undefined
}

/** Who comes, and who is here already. */
export function AttendeesPage({ managed, guests, total, here, query, page, done }: Props): JSX.Element {
  const path = managePath(managed.event.id, '/attendees')
  const empty = total === 0 && query === ''
  return (
    <EventChrome managed={managed} tab="attendees" title="Attendees" width="narrow">
      <Done what={done} />
      <div class="row row--between toolbar">
        <h1>Attendees</h1>
        {!empty && <Search action={path} query={query} label="Name, e-mail or number" />}
      </div>
      {empty ? (
        <div class="empty">
          <Icon name="people" />
          <h2>Nobody yet</h2>
          <p class="muted">Everyone with a ticket appears here, ready to be checked in.</p>
        </div>
      ) : (
        <div class="row row--between">
          <Found total={total} query={query} one="attendee" />
          <span class="row">
            <span class="muted num">{here} here</span>
            <a class="button button--small" href={`${path}.csv`} download>
              Download list
            </a>
          </span>
        </div>
      )}
      <ul class="lines">
        {guests.map((guest) => (
          <GuestLine
            key={guest.attendee.id}
            guest={guest}
            path={path}
            query={query}
            eventId={managed.event.id}
          />
        ))}
      </ul>
      <Pages path={path} query={query} page={page} total={total} />
    </EventChrome>
  )
}

type LineProps = { guest: Guest; path: string; query: string; eventId: number }

function GuestLine({ guest, path, query, eventId }: LineProps): JSX.Element {
  const { attendee, ticket, checkedIn } = guest
  return (
    <li class="card line">
      <div class="line__main">
        <h2 class="line__title">{fullName(attendee)}</h2>
        <p class="muted small">{attendee.email}</p>
        <p class="muted small num">
          {ticket} · {attendee.public_id} ·{' '}
          <a href={managePath(eventId, `/orders/${attendee.order_id}`)}>Order</a>
        </p>
      </div>
      <div class="line__end">
        <AttendeeBadge attendee={attendee} checkedIn={checkedIn} />
        {attendee.status !== 'CANCELLED' && (
          <form method="post" action={`${path}/${attendee.id}/${checkedIn ? 'check-out' : 'check-in'}`}>
            <input type="hidden" name="query" value={query} />
            <button class="button button--small" type="submit">
              {checkedIn ? 'Undo' : 'Check in'}
              <span class="visually-hidden"> {fullName(attendee)}</span>
            </button>
          </form>
        )}
      </div>
    </li>
  )
}
