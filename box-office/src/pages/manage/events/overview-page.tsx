import type { ComponentChildren, JSX } from 'preact'
import type { Product } from '../../../catalogue/read.ts'
import { count, money } from '../../../rest/words.ts'
import { SuccessNotice } from '../../kit/layout/success-notice.tsx'
import { EventLayout } from '../frame/event-layout.tsx'
import type { ManagedEvent } from '../frame/load-event.ts'
import { placesOf, takenOf } from '../tickets/ticket-summary.tsx'
import { StatusPanel } from './status-panel.tsx'
import type { Revenue } from './store.ts'

type Props = {
  managed: ManagedEvent
  tickets: readonly Product[]
  revenue: Revenue
  done: string | undefined
}

/** The phase of the event, its sales, and what can be done next. */
export function OverviewPage({ managed, tickets, revenue, done }: Props): JSX.Element {
  return (
    <EventLayout managed={managed} tab="overview" title="Overview">
      <SuccessNotice what={done} />
      <h1 class="visually-hidden">Overview</h1>
      <div class="split">
        <Numbers managed={managed} tickets={tickets} revenue={revenue} />
        <StatusPanel managed={managed} hasTickets={tickets.length > 0} />
      </div>
    </EventLayout>
  )
}

function Numbers({ managed: { event }, tickets, revenue }: Omit<Props, 'done'>): JSX.Element {
  const left = tickets.map((each) => {
    const [places, { sold, held }] = [placesOf(each), takenOf(each)]
    return places === null ? null : Math.max(0, places - sold - held)
  })
  const sold = tickets.reduce((sum, each) => sum + takenOf(each).sold, 0)
  const held = tickets.reduce((sum, each) => sum + takenOf(each).held, 0)
  const available = left.includes(null)
    ? 'No limit'
    : count(left.reduce<number>((sum, each) => sum + (each ?? 0), 0))
  return (
    <section class="stats" aria-label="In numbers">
      <Stat label="Sold">{count(sold)}</Stat>
      <Stat label="Being bought">{count(held)}</Stat>
      <Stat label="Left">{available}</Stat>
      <Stat
        label="Taken in"
        note={revenue.due > 0 ? `and ${money(revenue.due, event.currency)} due at the door` : null}
      >
        {money(revenue.paid, event.currency)}
      </Stat>
    </section>
  )
}

function Stat({
  label,
  note,
  children,
}: {
  label: string
  note?: string | null
  children: ComponentChildren
}): JSX.Element {
  return (
    <div class="panel stat">
      <span class="muted small">{label}</span>
      <strong>{children}</strong>
      {note && <span class="muted small num">{note}</span>}
    </div>
  )
}
