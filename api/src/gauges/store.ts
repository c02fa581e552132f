import type { Sql } from '@tuvens/platform/db/db'
import { MAX_COUNTED } from '@tuvens/platform/telemetry/counts/queues'

/** What waits in the tables now. Ages are in seconds. */
export type TableState = {
  edits: number
  oldestEdit: number | null
  mails: number
  oldestMail: number | null
  /** Given up in the last day. */
  deadMails: number
}

/** One statement for each scrape, over the indices of what waits. */
export async function readTableState(sql: Sql): Promise<TableState> {
  const [row] = await sql<[TableState]>`
    select e.*, m.*, dead.* from
      (select count(*)::int as edits, extract(epoch from now() - min(at))::float8 as "oldestEdit" from (
        select created_at as at from event_edits order by due_at limit ${MAX_COUNTED}) x) e,
      (select count(*)::int as mails, extract(epoch from now() - min(at))::float8 as "oldestMail" from (
        select created_at as at from mails where sent_at is null and given_up_at is null
        order by due_at limit ${MAX_COUNTED}) x) m,
      (select count(*)::int as "deadMails" from (
        select 1 from mails where given_up_at > now() - interval '1 day' limit ${MAX_COUNTED}) x) dead`
  return row
}
