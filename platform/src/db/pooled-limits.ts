import type { Log } from '../log.ts'
import type { Db } from './db.ts'

/**
 * Warns when transactions behind a pooler have no limits: the pool cannot set them for its own connections, so that a
 * statement or a lock could hold up all others for ever.
 */
export async function warnOfMissingLimits(db: Db, isPooled: boolean, log: Pick<Log, 'warn'>): Promise<void> {
  if (!isPooled) return
  const [row] = await db<{ missing: string[] }[]>`
    select coalesce(array_agg(name), '{}') as missing from pg_settings
    where name in ('statement_timeout', 'lock_timeout', 'idle_in_transaction_session_timeout') and setting = '0'`
  const missing = row?.missing ?? []
  if (missing.length > 0)
    log.warn({ missing }, 'the role of the database has no limits: see docs/settings.md')
}
