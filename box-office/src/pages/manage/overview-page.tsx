import { headingOf } from '@tuvens/design'
import type { ComponentChildren, JSX } from 'preact'
import type { Product } from '../../catalogue/read.ts'
import { Done } from '../kit/done.tsx'
import { count, money, plural } from '../../rest/words.ts'
import { Icon } from '../kit/icon.tsx'
import { lookOf } from '../kit/status.tsx'
import { EventChrome, managePath } from './chrome.tsx'
import type { Managed } from './load.ts'
import { StatusButton } from './status-button.tsx'
import type { Takings } from './store.ts'
import { placesOf, takenOf } from './ticket-summary.tsx'

type Props = { managed: Managed; tickets: readonly Product[]; takings: Takings; done: string | undefined }

/** How the event stands, what has been sold, and what can be done next. */
export function OverviewPage({ managed, tickets, takings, done }: Props): JSX.Element {
  return (
    <EventChrome managed={managed} tab="overview" title="Overview">
      <Done what={done} />
      <h1 class="visually-hidden">Overview</h1>
      <div class="split">
        <div class="stack stack--wide">
          <Numbers managed={managed} tickets={tickets} takings={takings} />
          <PerTicket managed={managed} tickets={tickets} />
        </div>
        <StatusPanel managed={managed} hasTickets={tickets.length > 0} />
      </div>
    </EventChrome>
  )
}

function Numbers({ managed: { event }, tickets, takings }: Omit<Props, 'done'>): JSX.Element {
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
        note={takings.due > 0 ? `and ${money(takings.due, event.currency)} due at the door` : null}
      >
        {money(takings.paid, event.currency)}
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

function PerTicket({
  managed: { event },
  tickets,
}: {
  managed: Managed
  tickets: readonly Product[]
}): JSX.Element {
  if (tickets.length === 0)
    return (
      <div class="empty">
        <Icon name="ticket" />
        <h2>No tickets yet</h2>
        <p class="muted">Add one, and you can publish.</p>
        <a class="button button--primary" href={managePath(event.id, '/tickets/new')}>
          <Icon name="plus" size={20} /> Add a ticket
        </a>
      </div>
    )
  return (
    <section class="panel stack">
      <h2>Tickets</h2>
      <div class="table-scroll" tabindex={0} role="region" aria-label="Sales of each ticket">
        <table class="table num">
          <thead>
            <tr>
              <th scope="col">Ticket</th>
              <th scope="col" data-align="end">
                Sold
              </th>
              <th scope="col" data-align="end">
                Held
              </th>
              <th scope="col" data-align="end">
                Left
              </th>
            </tr>
          </thead>
          <tbody>
            {tickets.map((ticket) => (
              <TicketRow
                key={ticket.id}
                ticket={ticket}
                href={managePath(event.id, `/tickets/${ticket.id}`)}
              />
            ))}
          </tbody>
        </table>
      </div>
    </section>
  )
}

function TicketRow({ ticket, href }: { ticket: Product; href: string }): JSX.Element {
  const { sold, held } = takenOf(ticket)
  const places = placesOf(ticket)
  return (
    <tr>
      <th scope="row">
        <a href={href}>{ticket.title}</a>
      </th>
      <td data-align="end">{count(sold)}</td>
      <td data-align="end">{count(held)}</td>
      <td data-align="end">{places === null ? 'No limit' : count(Math.max(0, places - sold - held))}</td>
    </tr>
  )
}

function StatusPanel({ managed, hasTickets }: { managed: Managed; hasTickets: boolean }): JSX.Element {
  const { event, standing, settings } = managed
  const { icon, tone } = lookOf(standing)
  return (
    <aside class="panel stack status-panel" data-tone={tone} aria-label="Status">
      <div class="row status-panel__head">
        <Icon name={icon} size={28} />
        <h2 class="h3">{standing === 'preparing' ? 'Not published yet' : headingOf(standing)}</h2>
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
        {standing === 'preparing' && (
          <a href={managePath(event.id, '/getting-started')} class="with-icon">
            <Icon name="list" size={20} /> Getting started
          </a>
        )}
      </nav>
    </aside>
  )
}

function NextActions({
  managed: { event, standing },
  hasTickets,
}: {
  managed: Managed
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
          {standing === 'ended'
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
  if (standing === 'cancelled')
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
        {hasTickets && (
          <StatusButton eventId={event.id} status="LIVE" look="primary">
            {standing === 'paused' ? 'Resume sales' : 'Publish'}
          </StatusButton>
        )}
        {archive}
      </div>
    </>
  )
}

/** Cancelling asks once more, in plain words. */
export function ArchivePage({ managed, sold }: { managed: Managed; sold: number }): JSX.Element {
  const { event } = managed
  return (
    <EventChrome managed={managed} tab="overview" title="Cancel the event" width="form">
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
    </EventChrome>
  )
}
