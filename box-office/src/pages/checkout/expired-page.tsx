import { headingOf, PHASES } from '@tuvens/design'
import type { JSX } from 'preact'
import { ProblemPage } from '../kit/layout/problem-page.tsx'

/** The reservation is over; nothing was bought. */
export function ExpiredPage({ eventId, abandoned }: { eventId: number; abandoned: boolean }): JSX.Element {
  return (
    <ProblemPage
      title={abandoned ? 'You gave these tickets back' : 'The time to finish is over'}
      icon="clock"
      actions={
        <a class="button button--primary" href={`/event/${eventId}`}>
          Choose again
        </a>
      }
    >
      <p class="muted">
        Nothing was bought or paid. The tickets went back on sale so that others have a chance; most likely
        they are still there.
      </p>
    </ProblemPage>
  )
}

/** The event closed while its tickets were held; nothing was bought. */
export function ClosedEventPage({
  eventId,
  phase,
}: {
  eventId: number
  phase: 'cancelled' | 'ended'
}): JSX.Element {
  return (
    <ProblemPage
      title={headingOf(phase)}
      icon={PHASES[phase].icon}
      actions={
        <a class="button" href={`/event/${eventId}`}>
          See the event
        </a>
      }
    >
      <p class="muted">Your order is not finished: nothing was bought or paid, and no ticket is held.</p>
    </ProblemPage>
  )
}

/** Shown to a second request while the first one completes the order. */
export function FinishingPage({ next }: { next: string }): JSX.Element {
  return (
    <ProblemPage
      title="We are finishing your order"
      icon="clock"
      actions={
        <a class="button button--primary" href={next}>
          Show my order
        </a>
      }
    >
      <p class="muted">It takes a few seconds. This page goes on by itself; nothing is bought twice.</p>
    </ProblemPage>
  )
}

/** The order belongs to another browser, or this one lost its cookie. */
export function OtherBrowserPage({ eventId }: { eventId: string }): JSX.Element {
  return (
    <ProblemPage
      title="This order was started in another browser"
      icon="info"
      actions={
        <a class="button button--primary" href={`/event/${encodeURIComponent(eventId)}`}>
          Choose tickets here
        </a>
      }
    >
      <p class="muted">
        To protect the buyer, only the browser that chose the tickets can finish. Go on there, or choose again
        here.
      </p>
    </ProblemPage>
  )
}
