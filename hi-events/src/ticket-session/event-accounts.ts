import type { Sql } from '@tuvens/platform/db/db'
import { type Cache, createCache } from './cache.ts'

/** An event changes its account only when it is linked again. */
const CACHE_MS = 60_000

/** The Tuvens account of a Hi.Events event; null when it is not linked. `now` gives milliseconds. */
export function createEventAccounts(sql: Sql, now: () => number): Cache<number | null> {
  return createCache((id) => findEventAccount(sql, Number(id)), { now, ttlMs: CACHE_MS })
}

async function findEventAccount(sql: Sql, hiEventId: number): Promise<number | null> {
  const [row] = await sql<{ account_id: number }[]>`
    select tuvens_account_id::float8 as account_id from links where hi_event_id = ${hiEventId}`
  return row?.account_id ?? null
}
