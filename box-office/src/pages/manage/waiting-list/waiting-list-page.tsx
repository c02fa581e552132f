import type { JSX } from 'preact'
import { hasSeveralDates } from '../../../dates/several.ts'
import type { OccurrenceRow } from '../../../dates/store.ts'
import type { listWaitlist } from '../../../public/waitlist.ts'
import { shortDateTime } from '../../../rest/words.ts'
import { Icon } from '../../kit/layout/icon.tsx'
import { Back } from '../frame/back.tsx'
import { EventLayout } from '../frame/event-layout.tsx'
import { fullName } from '../frame/full-name.ts'
import type { ManagedEvent } from '../frame/load-event.ts'
import { managePath } from '../frame/manage-path.ts'

type Props = {
  managed: ManagedEvent
  entries: Awaited<ReturnType<typeof listWaitlist>>
  titles: ReadonlyMap<number, string>
  /** Of the event; none in the version without dates. */
  dates: readonly OccurrenceRow[]
}

export function WaitingListPage({ managed, entries, titles, dates }: Props): JSX.Element {
  const { event } = managed
  const dateOf = (id: number | null) =>
    hasSeveralDates(event, dates) ? dates.find((each) => each.id === id)?.start_date : undefined
  return (
    <EventLayout managed={managed} tab="tickets" title="Waiting list" width="narrow">
      <Back to={managePath(event.id, '/tickets')}>Tickets</Back>
      <h1>Waiting list</h1>
      {entries.length === 0 && (
        <div class="empty">
          <Icon name="people" />
          <h2>Nobody is waiting</h2>
          <p class="muted">When a ticket with a waiting list sells out, people can leave their address.</p>
        </div>
      )}
      <ol class="lines">
        {entries.map((each) => (
          <li key={each.id} class="card line">
            <div class="line__main">
              <h2 class="line__title" dir="auto">
                {fullName(each)}
              </h2>
              <p class="small">
                <a href={`mailto:${each.email}`}>{each.email}</a>
              </p>
            </div>
            <div class="line__end">
              <bdi>{titles.get(each.product_price_id) ?? 'Ticket'}</bdi>
              <AwaitedDate start={dateOf(each.occurrence_id)} timezone={event.timezone} />
              <span class="muted small num">since {shortDateTime(each.created_at, event.timezone)}</span>
            </div>
          </li>
        ))}
      </ol>
    </EventLayout>
  )
}

function AwaitedDate({ start, timezone }: { start: Date | undefined; timezone: string }): JSX.Element | null {
  return start === undefined ? null : <span class="num">{shortDateTime(start, timezone)}</span>
}
