import { headingOf } from '@tuvens/design'
import type { ComponentChildren, JSX } from 'preact'
import type { Product } from '../../catalogue/read.ts'
import { plainText } from '../../rest/text.ts'
import { SuccessNotice } from '../kit/done.tsx'
import { plural } from '../../rest/words.ts'
import { Icon } from '../kit/icon.tsx'
import { phaseLook } from '../kit/status.tsx'
import { When, Where } from '../kit/when.tsx'
import { EventLayout, managePath } from './chrome.tsx'
import type { ManagedEvent } from './load.ts'
import { StatusButton } from './status-button.tsx'
import { TicketSummary } from './ticket-summary.tsx'

type Props = { managed: ManagedEvent; tickets: readonly Product[]; done: string | undefined }

/** The steps from a new event to tickets on sale. The next step has the only primary button. */
export function GettingStartedPage({ managed, tickets, done }: Props): JSX.Element {
  const { event } = managed
  const live = event.status === 'LIVE'
  const left = [tickets.length === 0, !live].filter(Boolean).length
  return (
    <EventLayout managed={managed} tab="getting-started" title="Getting started" width="narrow">
      <SuccessNotice what={live ? undefined : done} />
      {live ? <Published managed={managed} /> : <Opening left={left} />}
      <ol class="steps panel">
        <Step done title="Event details">
          <Details managed={managed} />
          <p>
            <a href={managePath(event.id, '/settings')}>Change details</a>
          </p>
        </Step>
        <Step done={tickets.length > 0} title={tickets.length > 0 ? 'Tickets' : 'Add a ticket'}>
          {tickets.length > 0 ? (
            <Tickets managed={managed} tickets={tickets} />
          ) : (
            <FirstTicket managed={managed} />
          )}
        </Step>
        <Step done={live} title={live ? 'Published' : 'Publish'}>
          <Publish managed={managed} ready={tickets.length > 0} live={live} />
        </Step>
      </ol>
    </EventLayout>
  )
}

function Step({
  done,
  title,
  children,
}: {
  done: boolean
  title: string
  children: ComponentChildren
}): JSX.Element {
  return (
    <li data-done={done ? '' : undefined}>
      <div class="stack stack--tight step__body">
        <h2 class="step__title">
          {title}
          {done && <span class="visually-hidden"> (done)</span>}
        </h2>
        {children}
      </div>
    </li>
  )
}

function Opening({ left }: { left: number }): JSX.Element {
  return (
    <div class="stack stack--tight">
      <h1>{left === 1 ? 'One step to go' : 'Let’s put your event on sale'}</h1>
      <p class="lead">
        {left === 1
          ? 'Publish, and people can get tickets at once.'
          : 'The details are filled in already. Two steps to go.'}
      </p>
    </div>
  )
}

function Published({ managed: { settings, event, phase } }: { managed: ManagedEvent }): JSX.Element {
  const { icon, tone } = phaseLook(phase)
  return (
    <div class={`notice notice--${tone} celebrate`} role="status">
      <Icon name={icon} size={32} />
      <div class="stack stack--tight">
        <h1>{headingOf(phase)}</h1>
        <p>Everyone who has your event page open sees it now.</p>
        <div class="row">
          {settings.website_url ? (
            <a class="button button--primary" href={settings.website_url}>
              View event page
            </a>
          ) : (
            <a class="button button--primary" href={`/event/${event.id}`}>
              View ticket page
            </a>
          )}
          <a class="button" href={managePath(event.id)}>
            Go to overview
          </a>
        </div>
      </div>
    </div>
  )
}

function Details({ managed: { event, settings, organizer } }: { managed: ManagedEvent }): JSX.Element {
  const about = event.description === null ? '' : plainText(event.description)
  return (
    <dl class="facts facts--stacked">
      <dt>Name</dt>
      <dd>{event.title}</dd>
      <dt>When</dt>
      <dd>
        <When event={event} />
      </dd>
      <dt>Where</dt>
      <dd>
        {settings.location_details === null && !settings.is_online_event ? (
          <span class="muted">Not set yet</span>
        ) : (
          <Where location={settings.location_details} online={settings.is_online_event} />
        )}
      </dd>
      <dt>Organiser</dt>
      <dd>{organizer.name}</dd>
      {about !== '' && (
        <>
          <dt>About</dt>
          <dd class="clamp">{about}</dd>
        </>
      )}
    </dl>
  )
}

function FirstTicket({ managed: { event } }: { managed: ManagedEvent }): JSX.Element {
  return (
    <>
      <p>Free or paid, for everyone or for a few. A name is all a free ticket needs.</p>
      <p>
        <a class="button button--primary" href={managePath(event.id, '/tickets/new?from=getting-started')}>
          <Icon name="plus" size={20} /> Add a ticket
        </a>
      </p>
    </>
  )
}

function Tickets({
  managed: { event },
  tickets,
}: {
  managed: ManagedEvent
  tickets: readonly Product[]
}): JSX.Element {
  return (
    <>
      <p class="visually-hidden">{plural(tickets.length, 'kind')} of ticket</p>
      <TicketSummary tickets={tickets} currency={event.currency} />
      <div class="row">
        <a href={managePath(event.id, '/tickets/new?from=getting-started')}>Add another</a>
        <a href={managePath(event.id, '/tickets')}>Change tickets</a>
      </div>
    </>
  )
}

function Publish({
  managed,
  ready,
  live,
}: {
  managed: ManagedEvent
  ready: boolean
  live: boolean
}): JSX.Element {
  if (live) return <p class="muted">You can pause sales at any time from the overview.</p>
  if (!ready) return <p class="muted">Opens up once there is a ticket.</p>
  return (
    <>
      <p>Your event page shows the tickets within a second. You can pause at any time.</p>
      <StatusButton eventId={managed.event.id} status="LIVE" from="getting-started" look="primary">
        Publish
      </StatusButton>
    </>
  )
}
