import type { JSX } from 'preact'
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
}

export function WaitingListPage({ managed, entries, titles }: Props): JSX.Element {
  const { event } = managed
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
              <h2 class="line__title">{fullName(each)}</h2>
              <p class="small">
                <a href={`mailto:${each.email}`}>{each.email}</a>
              </p>
            </div>
            <div class="line__end">
              <span>{titles.get(each.product_price_id) ?? 'Ticket'}</span>
              <span class="muted small num">{shortDateTime(each.created_at, event.timezone)}</span>
            </div>
          </li>
        ))}
      </ol>
    </EventLayout>
  )
}
