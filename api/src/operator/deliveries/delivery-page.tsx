import { type Delivery, deliveryKey, type WayStep } from '@tuvens/contract'
import type { JSX } from 'preact'
import type { ConsolePage } from '../web/page.tsx'
import { At, type Column, Hidden, Partial, Table } from '../web/parts.tsx'
import type { DeliveryWay } from './details.ts'
import { KIND_WORDS, StateBadge, TICKET_ORIGIN_MISSING } from './list-page.tsx'

/** One delivery, and its way. */
export function deliveryPage(found: DeliveryWay, done?: string): ConsolePage {
  const { delivery } = found
  const title = `${KIND_WORDS[delivery.kind] ?? delivery.kind} ${delivery.id}`
  return {
    title,
    done,
    body: (
      <>
        <p>
          <a href="/deliveries">All deliveries</a>
        </p>
        <h1>{title}</h1>
        <Facts {...found} />
        {isReplayable(found) && (
          <form method="post" action="/replay">
            <Hidden fields={{ ids: deliveryKey(delivery) }} />
            <button class="button button--primary" type="submit">
              Replay this delivery
            </button>
          </form>
        )}
        {found.body !== null && <Body text={found.body} />}
        <section class="stack" aria-labelledby="way">
          <h2 id="way">Its way</h2>
          <p class="muted">
            What happened to the event of this delivery, from ten minutes before to ten minutes after.
          </p>
          {found.is_partial && <Partial what={TICKET_ORIGIN_MISSING} />}
          <Table
            rows={found.way}
            columns={stepColumns(deliveryKey(delivery))}
            empty="No step is kept of this delivery."
          />
        </section>
      </>
    ),
  }
}

/** Of a received status report only the hash is kept, and a mail is not sent twice. */
function isReplayable({ delivery: { kind, state } }: DeliveryWay): boolean {
  return kind !== 'status' && !(kind === 'mail' && state === 'done')
}

/** A replay makes a delivery due: it is sent within seconds, unless others wait before it. */
function isDue({ state, next_attempt_at: at }: Delivery): boolean {
  return state === 'waiting' && at !== null && Date.parse(at) <= Date.now()
}

function Facts({ delivery }: DeliveryWay): JSX.Element {
  const { event_id, hi_events_event_id, account_id, error } = delivery
  return (
    <dl class="facts panel">
      <dt>State</dt>
      <dd>
        <StateBadge state={delivery.state} />
      </dd>
      <dt>About</dt>
      <dd>{delivery.subject}</dd>
      <dt>Event</dt>
      <dd>{event_id === null ? '–' : <a href={`/deliveries?event_id=${event_id}`}>{event_id}</a>}</dd>
      <dt>Hi.Events event</dt>
      <dd>{hi_events_event_id ?? '–'}</dd>
      <dt>Account</dt>
      <dd>{account_id ?? '–'}</dd>
      <dt>{delivery.direction === 'in' ? 'Received' : 'Queued'}</dt>
      <dd>
        <At at={delivery.created_at} />
      </dd>
      <dt>Settled</dt>
      <dd>
        <At at={delivery.settled_at} />
      </dd>
      <dt>Next attempt</dt>
      <dd>{isDue(delivery) ? 'Due now' : <At at={delivery.next_attempt_at} />}</dd>
      <dt>Attempts</dt>
      <dd class="num">{delivery.attempts}</dd>
      <dt>Failure</dt>
      <dd>{error ?? '–'}</dd>
    </dl>
  )
}

function Body({ text }: { text: string }): JSX.Element {
  return (
    <section class="stack" aria-labelledby="body">
      <h2 id="body">Body</h2>
      <pre class="pre" tabindex={0}>
        <code>{pretty(text)}</code>
      </pre>
    </section>
  )
}

function pretty(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2)
  } catch {
    return text
  }
}

const stepColumns = (own: string): Column<WayStep>[] => [
  { title: 'When', isNumber: true, cell: ({ at }) => <At at={at} /> },
  { title: 'Where', cell: ({ service }) => service },
  { title: 'What', cell: ({ what, delivery }) => (delivery === own ? <strong>{what}</strong> : what) },
]
