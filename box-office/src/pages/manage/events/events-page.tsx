import type { JSX } from 'preact'
import { Icon } from '../../kit/layout/icon.tsx'
import { Layout } from '../../kit/layout/layout.tsx'
import type { EventPhase } from '../../kit/layout/phase.tsx'
import { SuccessNotice } from '../../kit/layout/success-notice.tsx'
import { type EventLine, Group } from './event-list.tsx'

const GROUPS: readonly [title: string, phases: readonly EventPhase[]][] = [
  ['Published', ['on_sale', 'low', 'held', 'waiting_list', 'sold_out', 'soon', 'sales_over']],
  ['Drafts', ['preparing', 'paused']],
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
