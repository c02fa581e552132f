import type { EventList, ListEventsQuery } from '@tuvens/contract'
import type { AuthContext } from '../auth/context.ts'
import { listCursorOf, readListCursor } from './cursor.ts'
import { representEvent } from './represent.ts'
import { listEvents } from './store.ts'

const DEFAULT_PAGE_SIZE = 24

/** One page of events. One row more than asked for tells whether another page follows. */
export async function list(
  { db, config }: Pick<AuthContext, 'db' | 'config'>,
  query: ListEventsQuery,
): Promise<EventList> {
  const { limit = DEFAULT_PAGE_SIZE, when = 'upcoming', account_id: accountId, q, cursor } = query
  const rows = await listEvents(db, {
    when,
    accountId: accountId ?? null,
    search: q === undefined || q.trim() === '' ? null : q.trim(),
    after: cursor === undefined ? null : readListCursor(cursor),
    limit: limit + 1,
  })
  const page = rows.slice(0, limit)
  const last = page.at(-1)
  const next = rows.length > limit && last !== undefined ? listCursorOf(last) : null
  return { events: page.map((row) => representEvent(row, config)), next_cursor: next }
}
