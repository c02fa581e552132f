import {
  type DeliveriesQuery,
  type Delivery,
  type DeliveryState,
  MAX_DELIVERIES_PER_PAGE,
  type ReplaySelection,
} from '@tuvens/contract'
import type { Sql } from '@tuvens/platform/db/db'

const always = (sql: Sql) => sql`true`
type Fragment = ReturnType<typeof always>
export type Kind = 'native' | 'report'
type Filters = Omit<ReplaySelection, 'ids' | 'kinds'>

/** With microseconds, as the cursor of a list needs it. */
const instant = (sql: Sql, column: Fragment) =>
  sql`to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`

/** Each kind under the same names. Columns that are searched stay as they are stored, so that indexes are used. */
const deliveriesOf = (sql: Sql): Record<Kind, Fragment> => ({
  native: sql`(
    select d.id, 'in' as direction, d.received_at as created_at, d.processed_at as done_at,
      null::timestamptz as dead_at, d.event_type || coalesce(', ' || d.named_status, '') as subject,
      l.tuvens_event_id as event_id, d.hi_event_id, d.tuvens_account_id as account_id, d.next_attempt_at, d.attempts,
      null as error
    from deliveries d left join links l using (hi_event_id)) d`,
  report: sql`(
    select o.id, 'out' as direction, o.created_at, o.delivered_at as done_at, o.dead_at,
      o.source_status || coalesce(', ' || o.sales_status, '') as subject, o.tuvens_event_id as event_id,
      o.hi_event_id, l.tuvens_account_id as account_id, o.next_attempt_at, o.attempts, o.last_error as error
    from outbox o left join links l using (tuvens_event_id)) d`,
})

const ID_FORMS: Record<Kind, RegExp> = {
  native: /^[1-9]\d{0,17}$/,
  report: /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/,
}

/** Whether a text has the form of an id of this kind. */
export function isIdOf(kind: Kind, id: string): boolean {
  return ID_FORMS[kind].test(id)
}

const stateIs = (sql: Sql): Record<DeliveryState, Fragment> => ({
  dead_letter: sql`d.dead_at is not null`,
  done: sql`d.done_at is not null`,
  waiting: sql`d.dead_at is null and d.done_at is null`,
})

/** The conditions of a search, all of which must hold. */
function conditions(sql: Sql, filters: Filters): Fragment {
  const { state, event_id, hi_events_event_id, account_id, from, until } = filters
  const all = [
    always(sql),
    ...(state === undefined ? [] : [stateIs(sql)[state]]),
    ...(event_id === undefined ? [] : [sql`d.event_id = ${event_id}`]),
    ...(hi_events_event_id === undefined ? [] : [sql`d.hi_event_id = ${hi_events_event_id}`]),
    ...(account_id === undefined ? [] : [sql`d.account_id = ${account_id}`]),
    ...(from === undefined ? [] : [sql`d.created_at >= ${from}::text::timestamptz`]),
    ...(until === undefined ? [] : [sql`d.created_at <= ${until}::text::timestamptz`]),
  ]
  return all.reduce((one, other) => sql`${one} and ${other}`)
}

const columns = (sql: Sql, kind: Kind) => sql`
  ${kind} as kind, d.id::text, d.direction, d.subject, d.event_id::text, d.hi_event_id::float8 as hi_events_event_id,
  case when d.dead_at is not null then 'dead_letter' when d.done_at is not null then 'done' else 'waiting' end as state,
  d.account_id::float8 as account_id, ${instant(sql, sql`d.created_at`)} as created_at,
  ${instant(sql, sql`coalesce(d.done_at, d.dead_at)`)} as settled_at, d.attempts, d.error,
  case when d.dead_at is null and d.done_at is null then ${instant(sql, sql`d.next_attempt_at`)} end as next_attempt_at`

/** One page of one kind, the newest first. */
export async function listDeliveries(sql: Sql, kind: Kind, query: DeliveriesQuery): Promise<Delivery[]> {
  const [at, key] = query.before?.split('~') ?? []
  const page =
    at === undefined || key === undefined
      ? sql`true`
      : sql`d.created_at <= ${at}::text::timestamptz and (d.created_at, ${`${kind}:`} || d.id::text) < (${at}::text::timestamptz, ${key})`
  return sql<Delivery[]>`
    select ${columns(sql, kind)} from ${deliveriesOf(sql)[kind]} where ${conditions(sql, query)} and ${page}
    order by d.created_at desc, d.id desc limit ${MAX_DELIVERIES_PER_PAGE}`
}

export async function findDelivery(sql: Sql, kind: Kind, id: string): Promise<Delivery | undefined> {
  const [found] = await sql<Delivery[]>`
    select ${columns(sql, kind)} from ${deliveriesOf(sql)[kind]} where d.id = ${id}`
  return found
}

/** Rows replayed by one statement: none holds its locks for long. */
export const REPLAY_BATCH = 500

/** The time of the database, with microseconds. */
export async function readTime(sql: Sql): Promise<string> {
  const [row] = await sql<{ time: string }[]>`select now()::text as time`
  return row?.time ?? 'now'
}

/** What one statement replays: named ones, or those of a search that settled before it began. */
type Replay = { ids: string[] } | { filters: Filters; before: string }

/**
 * Makes deliveries due again, at most so many; those that are being replayed by somebody else are left to them. The number
 * of attempts begins again.
 */
export async function replayDeliveries(sql: Sql, kind: Kind, replay: Replay): Promise<number> {
  const table = kind === 'native' ? sql`deliveries` : sql`outbox`
  const again =
    kind === 'native'
      ? sql`processed_at = null`
      : sql`dead_at = null, delivered_at = null, is_unreachable = false`
  const which =
    'ids' in replay
      ? sql`r.id = any (${replay.ids}::text[]::${kind === 'native' ? sql`bigint[]` : sql`uuid[]`})`
      : sql`${conditions(sql, replay.filters)} and (coalesce(d.done_at, d.dead_at) <= ${replay.before}::text::timestamptz or (d.done_at is null and d.dead_at is null and d.next_attempt_at > now()))`
  const { count } = await sql`
    update ${table} t set ${again}, attempts = 0, next_attempt_at = now()
    where t.id in (
      select r.id from ${table} r join ${deliveriesOf(sql)[kind]} on d.id = r.id where ${which}
      order by d.created_at limit ${REPLAY_BATCH} for update of r skip locked)`
  return count
}

export type StoredStep = { at: string; what: string; delivery: string | null }

const MAX_STEPS = 500

/** What happened to the deliveries of an event between two times. */
export async function listSteps(
  sql: Sql,
  { event_id, from, until }: { event_id: string; from: string; until: string },
): Promise<StoredStep[]> {
  return sql<StoredStep[]>`
    with native as (select d.* from deliveries d join links l using (hi_event_id) where l.tuvens_event_id = ${event_id}),
    report as (select * from outbox where tuvens_event_id = ${event_id}),
    steps as (
      select received_at as at, 'native:' || id as delivery, 'Received ' || event_type
        || case when repeats > 0 then ', ' || repeats || ' times before' else '' end as what from native
      union all select processed_at, 'native:' || id, 'Processed ' || event_type from native
      union all select read_at, null, 'Last read: ' || source_status || coalesce(', ' || sales_status, '')
        from link_statuses where tuvens_event_id = ${event_id}
      union all select created_at, 'report:' || id, 'Queued the status report ' || source_status from report
      union all select delivered_at, 'report:' || id, 'The API took the status report ' || source_status from report
      union all select dead_at, 'report:' || id, 'Gave the status report up: ' || coalesce(last_error, '') from report)
    select ${instant(sql, sql`at`)} as at, what, delivery from steps
    where at between ${from}::text::timestamptz and ${until}::text::timestamptz order by steps.at limit ${MAX_STEPS}`
}
