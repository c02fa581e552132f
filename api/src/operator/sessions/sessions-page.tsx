import type { JSX } from 'preact'
import type { ConsolePage } from '../web/page.tsx'
import { At, type Column, Filters, Hidden, Table } from '../web/parts.tsx'
import type { ListedSession, SessionFilters } from './store.ts'

const PATH = '/sessions'

export function sessionsPage(
  sessions: ListedSession[],
  filters: SessionFilters,
  ended: string | undefined,
): ConsolePage {
  return {
    title: 'Sessions',
    done:
      ended === undefined
        ? undefined
        : `Ended: ${ended}. Open pages of the ticket system follow within seconds.`,
    body: (
      <>
        <h1>Sessions</h1>
        <p class="muted">
          Browsers that are signed in, and sessions with the ticket origin that still give rights. Ended ones
          are in the audit log. Times are in UTC.
        </p>
        <Filters
          action={PATH}
          fields={[
            { name: 'user_id', label: 'User', value: filters.user_id },
            { name: 'email', label: 'E-mail', value: filters.email },
            { name: 'account_id', label: 'Account', value: filters.account_id },
          ]}
        />
        {filters.user_id !== undefined && sessions.length > 0 && <EndAll userId={filters.user_id} />}
        <Table rows={sessions} columns={COLUMNS} empty="No session fits this search." />
      </>
    ),
  }
}

function EndAll({ userId }: { userId: string }): JSX.Element {
  return (
    <form method="post" action="/sessions/end-all">
      <Hidden fields={{ user_id: userId }} />
      <button class="button button--danger" type="submit">
        End all of user {userId}
      </button>
    </form>
  )
}

const COLUMNS: Column<ListedSession>[] = [
  { title: 'What', cell: ({ kind }) => (kind === 'sign-in' ? 'Sign-in' : 'Ticket origin') },
  {
    title: 'User',
    cell: ({ user_id, user_name }) => (
      <a href={`${PATH}?user_id=${user_id}`}>
        {user_id} <bdi>{user_name}</bdi>
      </a>
    ),
  },
  { title: 'Account', cell: ({ account_id }) => account_id ?? <span class="muted">–</span> },
  { title: 'Event', cell: ({ event_id }) => event_id ?? <span class="muted">–</span> },
  { title: 'Began', isNumber: true, cell: ({ created_at }) => <At at={created_at} /> },
  { title: 'Last used', isNumber: true, cell: ({ last_used_at }) => <At at={last_used_at} /> },
  { title: 'From', cell: ({ address }) => address ?? <span class="muted">–</span> },
  {
    title: 'Rights',
    cell: ({ kind, id }) => (
      <form method="post" action="/sessions/end">
        <Hidden fields={{ kind, id }} />
        <button class="button button--small button--danger" type="submit">
          End
        </button>
      </form>
    ),
  },
]
