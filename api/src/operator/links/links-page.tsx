import type { OperatorLink, OperatorLinksQuery } from '@tuvens/contract'
import type { JSX } from 'preact'
import type { ConsolePage } from '../web/page.tsx'
import { addressOf, At, Badge, type Column, Filters, Partial, Table } from '../web/parts.tsx'
import { problemsOf, remarksOn } from './problems.ts'

export type FoundLinks = { links: OperatorLink[]; next: string | null; is_partial: boolean }

const PATH = '/links'

export function linksPage({ links, next, is_partial }: FoundLinks, query: OperatorLinksQuery): ConsolePage {
  return {
    title: 'Links',
    body: (
      <>
        <h1>Links</h1>
        <p class="muted">
          Events that are linked to an event of the ticket system, and how each stands. Times are in UTC.
        </p>
        <Filters
          action={PATH}
          fields={[
            { name: 'event_id', label: 'Event', value: query.event_id },
            { name: 'hi_events_event_id', label: 'Hi.Events event', value: query.hi_events_event_id },
            { name: 'account_id', label: 'Account', value: query.account_id },
            {
              name: 'state',
              label: 'State',
              value: query.state,
              choices: [['attention', 'Needs attention']],
            },
          ]}
        />
        {is_partial && <Partial what="The ticket origin gave no answer: only it keeps the links." />}
        <Table rows={links} columns={COLUMNS} empty="No link fits this search." />
        {next !== null && (
          <nav class="row" aria-label="Pages">
            <a class="button button--small" rel="next" href={addressOf(PATH, { ...query, after: next })}>
              Next
            </a>
          </nav>
        )}
      </>
    ),
  }
}

function State({ link }: { link: OperatorLink }): JSX.Element {
  const problems = problemsOf(link)
  const told = [...problems, ...remarksOn(link)].join('; ')
  return (
    <div class="stack">
      {problems.length === 0 ? <Badge tone="good">Works</Badge> : <Badge tone="bad">Needs attention</Badge>}
      {told !== '' && <span>{told}</span>}
    </div>
  )
}

const COLUMNS: Column<OperatorLink>[] = [
  {
    title: 'Event',
    cell: ({ event_id, title }) => (
      <a href={`/deliveries?event_id=${event_id}`}>
        {event_id} <bdi>{title ?? ''}</bdi>
      </a>
    ),
  },
  { title: 'Hi.Events event', isNumber: true, cell: ({ hi_events_event_id }) => hi_events_event_id },
  { title: 'Account', isNumber: true, cell: ({ account_id }) => account_id },
  {
    title: 'Status',
    cell: ({ source_status, sales_status }) =>
      [source_status, sales_status].filter((each) => each !== null).join(', ') || '–',
  },
  { title: 'State', cell: (link) => <State link={link} /> },
  { title: 'Differences', isNumber: true, cell: ({ differences }) => differences },
  { title: 'Waiting', isNumber: true, cell: ({ waiting }) => waiting },
  { title: 'Last read', isNumber: true, cell: ({ read_at }) => <At at={read_at} /> },
  { title: 'Last delivered', isNumber: true, cell: ({ delivered_at }) => <At at={delivered_at} /> },
]
