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
  /** For endpoints that are enabled. */
  webhooks: number
  /** Of those that were never tried, for endpoints that do not fail: the others wait for their endpoint. */
  oldestWebhook: number | null
  disabledEndpoints: number
}

/** One statement for each scrape, over the indices of what waits. */
export async function readTableState(sql: Sql): Promise<TableState> {
  const [row] = await sql<[TableState]>`
    select e.*, m.*, dead.*, w.*, off.* from
      (select count(*)::int as edits, extract(epoch from now() - min(at))::float8 as "oldestEdit" from (
        select created_at as at from event_edits order by due_at limit ${MAX_COUNTED}) x) e,
      (select count(*)::int as mails, extract(epoch from now() - min(at))::float8 as "oldestMail" from (
        select created_at as at from mails where sent_at is null and given_up_at is null
        order by due_at limit ${MAX_COUNTED}) x) m,
      (select count(*)::int as "deadMails" from (
        select 1 from mails where given_up_at > now() - interval '1 day' limit ${MAX_COUNTED}) x) dead,
      (select count(*)::int as webhooks,
        extract(epoch from now() - min(at) filter (where attempts = 0 and failing_since is null))::float8 as "oldestWebhook" from (
        select w.created_at as at, w.attempts, e.failing_since from webhook_messages w
          join webhook_endpoints e on e.id = w.endpoint_id and e.disabled_at is null
        where w.state = 'waiting' limit ${MAX_COUNTED}) x) w,
      (select count(*)::int as "disabledEndpoints" from (
        select from webhook_endpoints where disabled_at is not null limit ${MAX_COUNTED}) x) off`
  return row
}
