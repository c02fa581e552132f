import type { FlagGuard, FlagName, FlagOutcome, FlagRollout } from '@tuvens/contract'
import type { Sql, Tx } from '@tuvens/platform/db/db'
import { onlyRow } from '../base/only-row.ts'

/** What a change of a flag changes. */
export type FlagSettings = { is_on: boolean; rollout: FlagRollout; guard: FlagGuard }

/** A flag as it is stored. */
export type StoredFlag = FlagSettings & {
  name: string
  version: number
  rolled_back_at: Date | null
  changed_at: Date
  changed_by: string
}

/** What was done to a flag. */
export type FlagAction = 'set' | 'on' | 'off' | 'rolled_back'

/** One line of a flag's history. */
export type FlagChangeRow = {
  at: Date
  flag: string
  version: number
  action: FlagAction
  actor: string
  reason: string
  before: FlagSettings
  after: FlagSettings
}

const columns = (sql: Sql) =>
  sql`name, version::float8, is_on, rollout, guard, rolled_back_at, changed_at, changed_by`

export async function listStoredFlags(sql: Sql): Promise<StoredFlag[]> {
  return sql<StoredFlag[]>`select ${columns(sql)} from flags order by name`
}

type NewFlag = FlagSettings & { name: FlagName; by: string }

/** Stores the defaults of a flag, unless it is stored. Such a row has version 0, like the defaults. */
export async function insertFlag(sql: Sql, { name, is_on, rollout, guard, by }: NewFlag): Promise<void> {
  await sql`
    insert into flags (name, version, is_on, rollout, guard, changed_by)
    values (${name}, 0, ${is_on}, ${sql.json(rollout)}, ${sql.json(guard)}, ${by})
    on conflict (name) do nothing`
}

/** Locks a flag for the rest of the transaction. */
export async function lockFlag(tx: Tx, name: FlagName): Promise<StoredFlag> {
  return onlyRow(await tx<StoredFlag[]>`select ${columns(tx)} from flags where name = ${name} for update`)
}

type FlagUpdate = FlagSettings & { name: string; by: string; isRollback: boolean }

/** Gives a flag its new state under the next version. What the guard turned off is marked so until it is on again. */
export async function updateFlag(
  sql: Sql,
  { name, by, isRollback, ...next }: FlagUpdate,
): Promise<StoredFlag> {
  return onlyRow(
    await sql<StoredFlag[]>`
      update flags set version = nextval('flag_versions'), is_on = ${next.is_on}, rollout = ${sql.json(next.rollout)},
        guard = ${sql.json(next.guard)}, changed_at = clock_timestamp(), changed_by = ${by},
        rolled_back_at = case when ${isRollback} then clock_timestamp() when ${next.is_on} then null
          else rolled_back_at end
      where name = ${name} returning ${columns(sql)}`,
  )
}

export async function insertFlagChange(sql: Sql, change: Omit<FlagChangeRow, 'at'>): Promise<void> {
  const { flag, version, action, actor, reason, before, after } = change
  await sql`
    insert into flag_changes (flag, version, action, actor, reason, before, after)
    values (${flag}, ${version}, ${action}, ${actor}, ${reason}, ${sql.json(before)}, ${sql.json(after)})`
}

/** The newest changes of one flag, or of all. */
export async function listFlagChanges(
  sql: Sql,
  flag: FlagName | null,
  limit: number,
): Promise<FlagChangeRow[]> {
  return sql<FlagChangeRow[]>`
    select at, flag, version::float8, action, actor, reason, before, after from flag_changes
    where ${flag}::text is null or flag = ${flag} order by id desc limit ${limit}`
}

export async function insertFlagOutcomes(sql: Sql, outcomes: readonly FlagOutcome[]): Promise<void> {
  await sql`insert into flag_outcomes ${sql(outcomes.map((outcome) => ({ ...outcome })))}`
}

/** The calls of one path of a flag within the window of its guard. */
export type FlagPathCounts = {
  flag: string
  variant: 'on' | 'off'
  calls: number
  failed: number
  slow: number
  /** Accounts that made calls, and those of them with a bad one, each once, as far as nodes named them. */
  accounts: number
  affected: number
}

/** Of all stored flags; only calls under the state that a flag has now count. */
export async function listFlagPathCounts(sql: Sql): Promise<FlagPathCounts[]> {
  return sql<FlagPathCounts[]>`
    with recent as (
      select o.* from flags f join flag_outcomes o on o.flag = f.name and o.version = f.version
        and o.at > clock_timestamp() - (f.guard ->> 'window_seconds')::integer * interval '1 second'
    ), named as (
      select flag, variant, count(distinct account)::integer as accounts
      from recent cross join lateral unnest(accounts) as account group by flag, variant
    ), affected as (
      select flag, variant, count(distinct account)::integer as affected
      from recent cross join lateral unnest(affected_accounts) as account group by flag, variant
    )
    select flag, variant, sum(calls)::float8 as calls, sum(failed)::float8 as failed, sum(slow)::float8 as slow,
      coalesce(max(named.accounts), 0) as accounts, coalesce(max(affected), 0) as affected
    from recent left join named using (flag, variant) left join affected using (flag, variant)
    group by flag, variant`
}
