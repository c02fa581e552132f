import type { JSX } from 'preact'
import type { ConsolePage } from '../web/page.tsx'
import { addressOf, At, Badge, type Column, Filters, Older, Table } from '../web/parts.tsx'
import type { AuditFilters, AuditRow } from './store.ts'

export type FoundAudits = { rows: AuditRow[]; next: string | null }

const PATH = '/audit-log'

export function auditPage({ rows, next }: FoundAudits, filters: AuditFilters): ConsolePage {
  const { before: _, ...search } = filters
  return {
    title: 'Audit log',
    body: (
      <>
        <h1>Audit log</h1>
        <p class="muted">Who did what, and the outcome; the newest first. Times are in UTC.</p>
        <Search filters={filters} />
        <div class="row">
          <a class="button button--small" href={addressOf('/audit-log.csv', search)}>
            Download as CSV
          </a>
        </div>
        <Table rows={rows} columns={COLUMNS} empty="Nothing fits this search." />
        <Older path={PATH} query={search} next={next} />
      </>
    ),
  }
}

function Search({ filters }: { filters: AuditFilters }): JSX.Element {
  const instant = '2030-06-01T18:00:00Z'
  return (
    <Filters
      action={PATH}
      fields={[
        { name: 'account_id', label: 'Account', value: filters.account_id },
        { name: 'user_id', label: 'User', value: filters.user_id },
        { name: 'event_id', label: 'Event', value: filters.event_id },
        { name: 'operation', label: 'Operation', value: filters.operation, hint: 'generate-session' },
        { name: 'outcome', label: 'Outcome', value: filters.outcome, hint: 'ok, refused, or a code' },
        { name: 'actor', label: 'Actor', value: filters.actor, hint: 'user:7, operator:ada' },
        { name: 'request_id', label: 'Request', value: filters.request_id },
        { name: 'from', label: 'From', value: filters.from, hint: instant },
        { name: 'until', label: 'Until', value: filters.until, hint: instant },
      ]}
    />
  )
}

const linked = (name: keyof AuditFilters, value: string | null) =>
  value === null ? <span class="muted">–</span> : <a href={addressOf(PATH, { [name]: value })}>{value}</a>

const COLUMNS: Column<AuditRow>[] = [
  { title: 'When', isNumber: true, cell: ({ at }) => <At at={at} /> },
  { title: 'Actor', cell: ({ actor }) => linked('actor', actor) },
  { title: 'Operation', cell: ({ operation }) => operation },
  {
    title: 'Outcome',
    cell: ({ outcome }) => <Badge tone={outcome === 'ok' ? 'good' : 'warn'}>{outcome}</Badge>,
  },
  { title: 'User', cell: ({ user_id }) => linked('user_id', user_id) },
  { title: 'Account', cell: ({ account_id }) => linked('account_id', account_id) },
  { title: 'Event', cell: ({ event_id }) => linked('event_id', event_id) },
  { title: 'From', cell: ({ address }) => address },
  { title: 'Note', cell: ({ note }) => note ?? <span class="muted">–</span> },
  { title: 'Request', cell: ({ request_id }) => linked('request_id', request_id) },
]
