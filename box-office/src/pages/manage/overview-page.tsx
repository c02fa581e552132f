import { headingOf } from '@tuvens/design'
import type { ComponentChildren, JSX } from 'preact'
import type { Product } from '../../catalogue/read.ts'
import { SuccessNotice } from '../kit/done.tsx'
import { count, money, plural } from '../../rest/words.ts'
import { Icon } from '../kit/icon.tsx'
import { phaseLook } from '../kit/status.tsx'
import { EventLayout, managePath } from './chrome.tsx'
import type { ManagedEvent } from './load.ts'
import { StatusButton } from './status-button.tsx'
import type { Revenue } from './store.ts'
import { placesOf, takenOf } from './ticket-summary.tsx'

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

function StatusPanel({ managed, hasTickets }: { managed: ManagedEvent; hasTickets: boolean }): JSX.Element {
  const { event, phase, settings } = managed
  const { icon, tone } = phaseLook(phase)
  return (
    <aside class="panel stack status-panel" data-tone={tone} aria-label="Status">
      <div class="row status-panel__head">
        <Icon name={icon} size={28} />
        <h2 class="h3">{phase === 'preparing' ? 'Not published yet' : headingOf(phase)}</h2>
      </div>
      <NextActions managed={managed} hasTickets={hasTickets} />
      <hr />
      <nav class="stack stack--tight" aria-label="Pages of this event">
        {settings.website_url && (
          <a href={settings.website_url} class="with-icon">
            <Icon name="external" size={20} /> View event page
          </a>
        )}
        <a href={`/event/${event.id}`} class="with-icon">
          <Icon name="ticket" size={20} /> View ticket page
        </a>
        {phase === 'preparing' && (
          <a href={managePath(event.id, '/getting-started')} class="with-icon">
            <Icon name="list" size={20} /> Getting started
          </a>
        )}
      </nav>
    </aside>
  )
}

function NextActions({
  managed: { event, phase },
  hasTickets,
}: {
  managed: ManagedEvent
  hasTickets: boolean
}): JSX.Element {
  const archive = (
    <a class="button button--quiet" href={managePath(event.id, '/archive')}>
      Cancel the event…
    </a>
  )
  if (event.status === 'LIVE')
    return (
      <>
        <p class="muted">
          {phase === 'ended'
            ? 'The date has passed. Event pages say so; the tickets stay in your books.'
            : 'Pausing takes effect within a second on every page. Tickets already out stay valid.'}
        </p>
        <div class="row">
          <StatusButton eventId={event.id} status="DRAFT">
            Pause sales
          </StatusButton>
          {archive}
        </div>
      </>
    )
  if (phase === 'cancelled')
    return (
      <>
        <p class="muted">Event pages say that it is cancelled. You can bring it back as a draft.</p>
        <StatusButton eventId={event.id} status="DRAFT">
          Bring it back
        </StatusButton>
      </>
    )
  return (
    <>
      <p class="muted">
        {hasTickets
          ? 'Publish, and people can get tickets at once.'
          : 'It needs a ticket before it can be published.'}
      </p>
      <div class="row">
        {hasTickets ? (
          <StatusButton eventId={event.id} status="LIVE" look="primary">
            {phase === 'paused' ? 'Resume sales' : 'Publish'}
          </StatusButton>
        ) : (
          <a class="button button--primary" href={managePath(event.id, '/tickets/new')}>
            <Icon name="plus" size={20} /> Add a ticket
          </a>
        )}
        {archive}
      </div>
    </>
  )
}

/** Asks for confirmation before the event is cancelled. */
export function ArchivePage({ managed, sold }: { managed: ManagedEvent; sold: number }): JSX.Element {
  const { event } = managed
  return (
    <EventLayout managed={managed} tab="overview" title="Cancel the event" width="form">
      <div class="panel stack">
        <h1>Cancel {event.title}?</h1>
        <ul class="prose">
          <li>Nobody can get tickets any more, and every event page says that it is cancelled.</li>
          <li>
            {sold === 0
              ? 'No tickets are out, so nobody needs to be told.'
              : `${plural(sold, 'ticket is', 'tickets are')} out. They stay in your books; telling people and paying back is up to you.`}
          </li>
          <li>You can bring it back as a draft later.</li>
        </ul>
        <div class="row">
          <StatusButton eventId={event.id} status="ARCHIVED" look="danger">
            Cancel the event
          </StatusButton>
          <a class="button" href={managePath(event.id)}>
            Keep it
          </a>
        </div>
      </div>
    </EventLayout>
  )
}
