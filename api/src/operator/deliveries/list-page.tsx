import { type DeliveriesQuery, type Delivery, deliveryKey } from '@tuvens/contract'
import type { JSX } from 'preact'
import type { ConsolePage } from '../web/page.tsx'
import { At, Badge, type Column, Filters, Hidden, Older, Partial, Table, type Tone } from '../web/parts.tsx'
import type { FoundDeliveries } from './search.ts'

export const KIND_WORDS: Record<string, string> = {
  native: 'Native webhook',
  report: 'Status report, sent',
  status: 'Status report, received',
  edit: 'Edit',
  mail: 'Mail',
}
const STATE_WORDS: Record<Delivery['state'], [Tone, string]> = {
  waiting: ['info', 'Waiting'],
  done: ['good', 'Done'],
  dead_letter: ['bad', 'Dead letter'],
}
const PATH = '/deliveries'
export const TICKET_ORIGIN_MISSING =
  'The ticket origin gave no answer: its native webhooks and status reports are missing here.'

/** The search over all deliveries. */
export function deliveriesPage(found: FoundDeliveries, query: DeliveriesQuery, done?: string): ConsolePage {
  return {
    title: 'Deliveries',
    done,
    body: (
      <>
        <h1>Deliveries</h1>
        <p class="muted">Every message in and out, the newest first. Times are in UTC.</p>
        <Search query={query} />
        {found.is_partial && <Partial what={TICKET_ORIGIN_MISSING} />}
        <ReplaySearch query={query} />
        <DeliveryTable deliveries={found.deliveries} empty="No delivery fits this search." />
        <Older path={PATH} query={query} next={found.next} />
      </>
    ),
  }
}

function Search({ query }: { query: DeliveriesQuery }): JSX.Element {
  const instant = '2030-06-01T18:00:00Z'
  return (
    <Filters
      action={PATH}
      fields={[
        { name: 'kinds', label: 'Kind', value: query.kinds, choices: Object.entries(KIND_WORDS) },
        {
          name: 'state',
          label: 'State',
          value: query.state,
          choices: Object.entries(STATE_WORDS).map(([state, [, words]]) => [state, words] as const),
        },
        { name: 'event_id', label: 'Event', value: query.event_id },
        { name: 'hi_events_event_id', label: 'Hi.Events event', value: query.hi_events_event_id },
        { name: 'account_id', label: 'Account', value: query.account_id },
        { name: 'from', label: 'From', value: query.from, hint: instant },
        { name: 'until', label: 'Until', value: query.until, hint: instant },
      ]}
    />
  )
}

/** Replays what the search finds: within one event or a window, so that no click sends everything again. */
function ReplaySearch({ query }: { query: DeliveriesQuery }): JSX.Element | null {
  const { before: _, ...selection } = query
  const isNarrow = query.event_id !== undefined || (query.from !== undefined && query.until !== undefined)
  if (!isNarrow) return null
  return (
    <div class="row">
      <form method="post" action="/replay">
        <Hidden fields={{ ...selection, state: selection.state ?? 'dead_letter' }} />
        <button class="button button--small" type="submit">
          Replay {query.state === undefined ? 'the dead letters of this search' : 'all of this search'}
        </button>
      </form>
      {query.event_id !== undefined && (
        <form method="post" action="/reread">
          <Hidden fields={{ event_id: query.event_id }} />
          <button class="button button--small" type="submit">
            Read event {query.event_id} now
          </button>
        </form>
      )}
    </div>
  )
}

/** What was given up, and waits for an operator. */
export function deadLettersPage(found: FoundDeliveries, done?: string): ConsolePage {
  return {
    title: 'Dead letters',
    done,
    body: (
      <>
        <h1>Dead letters</h1>
        <p class="muted">
          Deliveries that were given up: the receiver refused them, or took none for too long. Find the cause
          first, then send them again. A repeat does no harm: the receiver recognises what it has had.
        </p>
        {found.is_partial && <Partial what={TICKET_ORIGIN_MISSING} />}
        {found.deliveries.length > 0 && (
          <form method="post" action="/replay">
            <Hidden fields={{ state: 'dead_letter' }} />
            <button class="button button--primary" type="submit">
              Replay all dead letters
            </button>
          </form>
        )}
        <DeliveryTable deliveries={found.deliveries} empty="There are no dead letters." />
        <Older path="/dead-letters" query={{}} next={found.next} />
      </>
    ),
  }
}

function DeliveryTable({ deliveries, empty }: { deliveries: Delivery[]; empty: string }): JSX.Element {
  return <Table rows={deliveries} columns={COLUMNS} empty={empty} />
}

export function pathOfDelivery({ kind, id }: Pick<Delivery, 'kind' | 'id'>): string {
  return `${PATH}/${kind}/${id}`
}

export function StateBadge({ state }: { state: Delivery['state'] }): JSX.Element {
  const [tone, words] = STATE_WORDS[state]
  return <Badge tone={tone}>{words}</Badge>
}

const COLUMNS: Column<Delivery>[] = [
  { title: 'When', isNumber: true, cell: ({ created_at }) => <At at={created_at} /> },
  {
    title: 'Delivery',
    cell: (delivery) => (
      <a href={pathOfDelivery(delivery)} aria-label={`${deliveryKey(delivery)}: ${delivery.subject}`}>
        {KIND_WORDS[delivery.kind] ?? delivery.kind}
      </a>
    ),
  },
  { title: 'About', cell: ({ subject }) => subject },
  {
    title: 'Event',
    cell: ({ event_id }) =>
      event_id === null ? (
        <span class="muted">–</span>
      ) : (
        <a href={`${PATH}?event_id=${event_id}`}>{event_id}</a>
      ),
  },
  { title: 'State', cell: ({ state }) => <StateBadge state={state} /> },
  { title: 'Attempts', isNumber: true, cell: ({ attempts }) => attempts },
  { title: 'Failure', cell: ({ error }) => error ?? <span class="muted">–</span> },
]
