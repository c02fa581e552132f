import type { Sql } from '@tuvens/platform/db/db'
import type { Config } from '../../base/config.ts'

/**
 * An account to sweep; a full sweep lists all of its events, another only those changed last. In a quiet account every
 * sweep is a full one, although the last began a little less than the interval ago.
 */
export type DueSweep = { id: number; isFull: boolean }

/** The time of the database's clock, which is the one that readings are ordered by. */
export async function currentTime(sql: Sql): Promise<Date> {
  const [row] = await sql<[{ now: Date }]>`select clock_timestamp() as now`
  return row.now
}

/** Starts the sweeps of an account. A failure from before its login was renewed no longer counts. */
export async function startSweeping(sql: Sql, accountId: number): Promise<void> {
  await sql`
    insert into sweeps (tuvens_account_id) values (${accountId})
    on conflict (tuvens_account_id) do update set error = null`
}

/** A full sweep of so many links takes a part of the budget only; one of more links comes less often. */
const LINKS_PER_INTERVAL = 2_000

/**
 * Claims the accounts whose sweep is due, those swept longest ago first. An event that was cancelled or ended today may be
 * opened again: it is swept as often as an open one. A full sweep counts from its claim on, because a long list takes minutes.
 */
export async function claimSweeps(sql: Sql, limit: number, interval: Config['sweep']): Promise<DueSweep[]> {
  return sql<DueSweep[]>`
    with due as (
      select tuvens_account_id, listed_at is null or listed_at < now() - 0.75 * ${interval.steady}
        * interval '1 millisecond' * (1 + (select count(*) from links l
          where l.tuvens_account_id = sweeps.tuvens_account_id) / ${LINKS_PER_INTERVAL}::int) as is_full
      from sweeps where due_at <= now() order by swept_at nulls first limit ${limit} for update skip locked)
    update sweeps w set listed_at = case when due.is_full then now() else w.listed_at end,
      due_at = now() + interval '1 millisecond' * (case
        when active_until > now() then ${interval.fast}::int
        when exists (
          select 1 from links l join link_statuses s using (tuvens_event_id)
          where l.tuvens_account_id = w.tuvens_account_id and s.missing_at is null
            and (s.source_status in ('LIVE', 'DRAFT') or s.read_at > now() - interval '1 day'))
          then ${interval.steady}::int
        else ${interval.slow}::int end)
    from due where w.tuvens_account_id = due.tuvens_account_id
    returning w.tuvens_account_id::float8 as id, due.is_full as "isFull"`
}

/** An account was compared with its source; `isAll` when all of its events were. */
export async function markSwept(sql: Sql, accountId: number, isAll: boolean): Promise<void> {
  await sql`
    update sweeps set swept_at = now(), error = null,
      listed_at = case when ${isAll} then now() else listed_at end
    where tuvens_account_id = ${accountId}`
}

/**
 * Why an account could not be compared with its source; not tried again for `ms` milliseconds. Then a full sweep follows,
 * except after one of the latest changes that had no more calls in its budget: it goes on where it is.
 */
export async function markSweepFailed(
  sql: Sql,
  { id: accountId, isFull }: DueSweep,
  { error, ms }: { error: string; ms: number },
): Promise<void> {
  await sql`
    update sweeps set error = ${error},
      listed_at = case when ${error === 'limited' && !isFull} then listed_at end,
      due_at = greatest(due_at, now() + ${ms} * interval '1 millisecond')
    where tuvens_account_id = ${accountId}`
}

/**
 * The organiser or Hi.Events did something in this account: it is swept soon, and often for a while. Thousands of messages
 * that come together do not write the row one after the other.
 */
export async function sweepOften(sql: Sql, accountId: number): Promise<void> {
  await sql`
    update sweeps set active_until = now() + interval '10 minutes',
      due_at = least(due_at, now() + interval '5 seconds')
    where tuvens_account_id = ${accountId}
      and (active_until < now() + interval '9 minutes' or due_at > now() + interval '5 seconds')`
}
