import type { JSX } from 'preact'
import type { Product } from '../../../catalogue/read.ts'
import { SuccessNotice } from '../../kit/layout/success-notice.tsx'
import { EventLayout } from '../frame/event-layout.tsx'
import type { ManagedEvent } from '../frame/load-event.ts'
import { managePath } from '../frame/manage-path.ts'
import { Details } from './event-details.tsx'
import { Published } from './published.tsx'
import { FirstTicket, Publish, Step, Tickets } from './steps.tsx'

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
