import type { Sql } from '@tuvens/platform/db/db'
import { MAX_COUNTED } from '@tuvens/platform/telemetry/counts/queues'

/** What the tables hold now. Ages are in seconds. */
export type TableState = {
  reports: number
  oldestReport: number | null
  deadReports: number
  deliveries: number
  oldestDelivery: number | null
  edits: number
  oldestEdit: number | null
  sweepAge: number | null
  webhooksOk: number
  webhooksRefused: number
  webhooksMissing: number
}

/**
 * One statement for each scrape, over the indices of what waits. An account whose login is refused cannot be swept until
 * its owner signs in again, so it tells nothing about the sweep.
 */
export async function readTableState(sql: Sql): Promise<TableState> {
  const [row] = await sql<[TableState]>`
    select r.*, dead.*, d.*, e.*, s.*, a.* from
      (select count(*)::int as reports, ${ageOfOldest(sql)} as "oldestReport" from (
        select created_at as at from outbox where delivered_at is null and dead_at is null
        order by next_attempt_at limit ${MAX_COUNTED}) x) r,
      (select count(*)::int as "deadReports" from (
        select 1 from outbox where dead_at is not null limit ${MAX_COUNTED}) x) dead,
      (select count(*)::int as deliveries, ${ageOfOldest(sql)} as "oldestDelivery" from (
        select received_at as at from deliveries where processed_at is null
        order by next_attempt_at limit ${MAX_COUNTED}) x) d,
      (select count(*)::int as edits, ${ageOfOldest(sql)} as "oldestEdit" from (
        select due_at as at from link_details where due_at <= now() order by due_at limit ${MAX_COUNTED}) x) e,
      (select extract(epoch from now() - min(coalesce(s.swept_at, a.created_at)))::float8 as "sweepAge"
        from sweeps s join accounts a using (tuvens_account_id)
        where a.hi_user_id is not null and a.hi_account_id is not null
          and s.error is distinct from 'unauthorised') s,
      (select count(*) filter (where not is_missing and webhook_error is null)::int as "webhooksOk",
        count(*) filter (where not is_missing and webhook_error is not null)::int as "webhooksRefused",
        count(*) filter (where is_missing)::int as "webhooksMissing"
        from (select webhook_error, webhook_id is null or webhook_secret is null as is_missing
          from accounts where organizer_id is not null) x) a`
  return row
}

function ageOfOldest(sql: Sql) {
  return sql`extract(epoch from now() - min(at))::float8`
}
