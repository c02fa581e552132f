import { headingOf, PHASES } from '@tuvens/design'
import type { JSX } from 'preact'
import { Icon } from '../../kit/layout/icon.tsx'
import type { ManagedEvent } from '../frame/load-event.ts'
import { managePath } from '../frame/manage-path.ts'
import { StatusButton } from '../frame/status-button.tsx'

export function StatusPanel({
  managed,
  hasTickets,
}: {
  managed: ManagedEvent
  hasTickets: boolean
}): JSX.Element {
  const { event, phase, settings } = managed
  const { icon, tone } = PHASES[phase]
  return (
    <aside class="panel stack status-panel" data-tone={tone} aria-label="Status">
      <div class="row status-panel__head">
        <Icon name={icon} size={28} />
        <h2 class="h3">{headingOf(phase)}</h2>
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
        <p class="muted">
          Event pages and tickets say that it is cancelled, and ticket holders are told by e-mail. You can
          bring it back as a draft.
        </p>
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
            {phase === 'paused' ? 'Publish again' : 'Publish'}
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
