import { type EventList, type ListEventsQuery, ServiceError } from '@tuvens/contract'
import type { AuthContext } from '../auth/context.ts'
import { listCursorOf, readListCursor } from './cursor.ts'
import { representEvent } from './represent.ts'
import { listEvents } from './list-store.ts'

const DEFAULT_PAGE_SIZE = 24

/** One page of events. One row more than asked for tells whether another page follows. */
export async function list(
  { db, config }: Pick<AuthContext, 'db' | 'config'>,
  query: ListEventsQuery,
): Promise<EventList> {
  const { limit = DEFAULT_PAGE_SIZE, when = 'upcoming', account_id: accountId, cursor, from, to } = query
  const rows = await listEvents(db, {
    when,
    accountId: accountId ?? null,
    search: textOf(query.q),
    city: textOf(query.city),
    category: query.category ?? null,
    price: query.price ?? null,
    from: instantOf('from', from),
    to: instantOf('to', to),
    after: cursor === undefined ? null : readListCursor(cursor),
    limit: limit + 1,
  })
  const page = rows.slice(0, limit)
  const last = page.at(-1)
  const next = rows.length > limit && last !== undefined ? listCursorOf(last) : null
  return { events: page.map((row) => representEvent(row, config)), next_cursor: next }
}

function textOf(given: string | undefined): string | null {
  return given === undefined || given.trim() === '' ? null : given.trim()
}

/** @throws ServiceError VALIDATION_ERROR for a leap second, which passes the schema and is no date in JavaScript */
function instantOf(field: string, given: string | undefined): Date | null {
  if (given === undefined) return null
  const date = new Date(given)
  if (!Number.isNaN(date.getTime())) return date
  throw new ServiceError('VALIDATION_ERROR', { details: [{ field, message: `${field} is no time` }] })
}
