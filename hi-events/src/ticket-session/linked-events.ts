import type { Sql } from '@tuvens/platform/db/db'
import { createCache } from './cache.ts'

/** An event of the ticket system that is linked to an account. */
export type AccountEvent = { hiEventId: number; eventId: string; title: string }

/** The linked events of an account. */
export type LinkedEvents = {
  read: (accountId: number, maxAgeMs?: number) => AccountEvent[] | Promise<AccountEvent[]>
}

const CACHE_MS = 2_000

/** Reads the linked events of an account, every two seconds unless a caller needs a younger list. `now` gives milliseconds. */
export function createLinkedEvents(sql: Sql, now: () => number): LinkedEvents {
  const cache = createCache((id) => listLinkedEvents(sql, Number(id)), { now, ttlMs: CACHE_MS })
  return { read: (accountId, maxAgeMs) => cache.read(String(accountId), maxAgeMs) }
}

/** Links that ended on the event site are none, even while their row is kept. */
async function listLinkedEvents(sql: Sql, accountId: number): Promise<AccountEvent[]> {
  return sql<AccountEvent[]>`
    select l.hi_event_id::float8 as "hiEventId", l.tuvens_event_id::text as "eventId",
      coalesce(s.title, 'Event ' || l.tuvens_event_id) as title
    from links l left join link_statuses s on s.tuvens_event_id = l.tuvens_event_id
    where l.tuvens_account_id = ${accountId} and s.stopped_at is null
    order by l.created_at desc`
}
