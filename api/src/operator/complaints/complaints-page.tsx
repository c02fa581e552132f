import type { ConsolePage } from '../web/page.tsx'
import { At, type Column, Filters, Hidden, Table } from '../web/parts.tsx'
import type { ComplaintFilters, ListedComplaint } from './store.ts'

type Shown = { filters: ComplaintFilters; done: string | undefined; siteUrl: string }

export function complaintsPage(
  complaints: ListedComplaint[],
  { filters, done, siteUrl }: Shown,
): ConsolePage {
  return {
    title: 'Complaints',
    done: done === undefined ? undefined : `Complaint ${done} is closed.`,
    body: (
      <>
        <h1>Complaints</h1>
        <p class="muted">
          What readers told about events. Nobody else sees it; an answer is sent by your own mail. Times are
          in UTC.
        </p>
        <Filters
          action="/complaints"
          fields={[
            { name: 'event_id', label: 'Event', value: filters.event_id },
            { name: 'account_id', label: 'Account', value: filters.account_id },
          ]}
        />
        <p>
          {filters.closed === 'yes' ? (
            <a href="/complaints">Open ones only</a>
          ) : (
            <a href="/complaints?closed=yes">Closed ones, too</a>
          )}
        </p>
        <Table rows={complaints} columns={columnsOf(siteUrl)} empty="No complaint is open." />
      </>
    ),
  }
}

function columnsOf(siteUrl: string): Column<ListedComplaint>[] {
  return [
    { title: 'No.', isNumber: true, cell: ({ id }) => id },
    { title: 'At', isNumber: true, cell: ({ created_at }) => <At at={created_at} /> },
    {
      title: 'Event',
      cell: ({ event_id, event_title }) =>
        event_id === null ? (
          <bdi>{event_title}</bdi>
        ) : (
          <a href={`${siteUrl}/event/${event_id}`}>
            {event_id} <bdi>{event_title}</bdi>
          </a>
        ),
    },
    { title: 'Account', cell: ({ account_id }) => account_id },
    { title: 'Reason', cell: ({ reason }) => reason },
    { title: 'Text', cell: ({ text }) => <bdi>{text}</bdi> },
    { title: 'From', cell: ({ email }) => email ?? <span class="muted">–</span> },
    {
      title: 'State',
      cell: ({ id, closed_at, closed_by }) =>
        closed_at === null ? (
          <form method="post" action="/complaints/close">
            <Hidden fields={{ id }} />
            <button class="button button--small" type="submit">
              Close
            </button>
          </form>
        ) : (
          <>
            <At at={closed_at} /> by {closed_by}
          </>
        ),
    },
  ]
}
