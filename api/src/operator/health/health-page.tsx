import type { QueueState, ServiceHealth, ServiceNode, TicketOriginHealth } from '@tuvens/contract'
import { LOST_AFTER_SECONDS } from '@tuvens/platform/nodes/heartbeat'
import type { JSX } from 'preact'
import type { ConsolePage } from '../web/page.tsx'
import { Badge, type Column, Table } from '../web/parts.tsx'
import { ageOf } from './age.ts'
import { AWAY, type Health } from './health.ts'

export function healthPage({ api, ticket_origin }: Health): ConsolePage {
  return {
    title: 'Health',
    body: (
      <>
        <h1>Health</h1>
        <p class="muted">
          Nodes of the event site and of the box office write no rows about themselves, so they are not
          listed: their metrics show them, and the alert TargetDown tells when one does not answer.
        </p>
        <Service name="API" health={api} />
        {ticket_origin === null ? (
          <section class="stack" aria-labelledby="ticket-origin">
            <h2 id="ticket-origin">Ticket origin</h2>
            <div class="notice notice--bad" role="alert">
              <p>It gave no answer: it is down, or this API cannot reach or sign for it.</p>
            </div>
          </section>
        ) : (
          <>
            <Service name="Ticket origin" health={ticket_origin} />
            {ticket_origin.nodes_without_ticket_system > 0 && (
              <div class="notice notice--bad" role="alert">
                <p>{AWAY}</p>
              </div>
            )}
            <Accounts {...ticket_origin} />
          </>
        )}
      </>
    ),
  }
}

function Service({ name, health }: { name: string; health: ServiceHealth }): JSX.Element {
  const id = name.toLowerCase().replaceAll(' ', '-')
  return (
    <section class="stack" aria-labelledby={id}>
      <h2 id={id}>{name}</h2>
      <Table rows={health.nodes} columns={NODE_COLUMNS} empty="No node has told that it runs." />
      <Table rows={health.queues} columns={QUEUE_COLUMNS} empty="It has no queues." />
    </section>
  )
}

function Accounts(health: TicketOriginHealth): JSX.Element {
  const { accounts, accounts_without_webhook, failed_sweeps, oldest_sweep_seconds } = health
  return (
    <dl class="facts panel">
      <dt>Accounts of the ticket system</dt>
      <dd class="num">{accounts}</dd>
      <dt>Without a working webhook</dt>
      <dd>
        <Count count={accounts_without_webhook} />
      </dd>
      <dt>Whose last sweep failed</dt>
      <dd>
        <Count count={failed_sweeps} />
      </dd>
      <dt>Oldest sweep</dt>
      <dd class="num">{oldest_sweep_seconds === null ? '–' : ageOf(oldest_sweep_seconds)}</dd>
    </dl>
  )
}

function Count({ count }: { count: number }): JSX.Element {
  return <Badge tone={count === 0 ? 'good' : 'bad'}>{count}</Badge>
}

const NODE_COLUMNS: Column<ServiceNode>[] = [
  { title: 'Node', cell: ({ name }) => name },
  {
    title: 'State',
    cell: ({ seen_seconds_ago }) =>
      seen_seconds_ago > LOST_AFTER_SECONDS ? (
        <Badge tone="bad">Not seen for {ageOf(seen_seconds_ago)}</Badge>
      ) : (
        <Badge tone="good">Running</Badge>
      ),
  },
  { title: 'Version', cell: ({ version }) => version },
  {
    title: 'Runs for',
    isNumber: true,
    cell: ({ started_at }) => ageOf((Date.now() - Date.parse(started_at)) / 1000),
  },
  { title: 'Memory', isNumber: true, cell: ({ rss_bytes }) => `${Math.round(rss_bytes / 1e6)} MB` },
  { title: 'Event loop delay', isNumber: true, cell: ({ loop_delay_ms }) => `${loop_delay_ms} ms` },
]
const QUEUE_COLUMNS: Column<QueueState>[] = [
  { title: 'Queue', cell: ({ name }) => name },
  { title: 'Waiting', isNumber: true, cell: ({ waiting }) => waiting },
  {
    title: 'Dead letters',
    cell: ({ dead_letters }) => (dead_letters === 0 ? 0 : <a href="/dead-letters">{dead_letters}</a>),
  },
  {
    title: 'Oldest waits',
    isNumber: true,
    cell: ({ oldest_seconds }) => (oldest_seconds === null ? '–' : ageOf(oldest_seconds)),
  },
]
