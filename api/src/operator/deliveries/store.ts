import {
  type DeliveriesQuery,
  type Delivery,
  type DeliveryState,
  MAX_DELIVERIES_PER_PAGE,
} from '@tuvens/contract'
import type { Sql } from '@tuvens/platform/db/db'
import type { PendingQuery, Row } from 'postgres'

type Fragment = PendingQuery<Row[]>
/** Status reports that came in, edits that go to the ticket origin, and mails. */
export const KINDS = ['status', 'edit', 'mail'] as const
export type Kind = (typeof KINDS)[number]
/** What can be sent again from here. Of a status report only the hash is kept: the ticket origin sends it again. */
export type ReplayableKind = Exclude<Kind, 'status'>
export type Filters = Omit<DeliveriesQuery, 'kinds' | 'before'>

/** With microseconds, as the cursor of a list needs it. */
const instant = (sql: Sql, column: Fragment) =>
  sql`to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`

/** Each kind under the same names. Columns that are searched stay as they are stored, so that indexes are used. */
const deliveriesOf = (sql: Sql): Record<Kind, Fragment> => ({
  status: sql`(
    select s.id, 'in' as direction, s.received_at as created_at, s.received_at as done_at,
      null::timestamptz as dead_at, s.source_status || ', ' || s.outcome as subject, s.event_id,
      s.hi_events_event_id as hi_event_id, e.account_id, s.received_at as next_attempt_at, 1 as attempts, null as error
    from status_deliveries s join events e on e.id = s.event_id) d`,
  edit: sql`(
    select x.event_id as id, 'out' as direction, x.created_at, null::timestamptz as done_at,
      null::timestamptz as dead_at, 'details, revision ' || e.revision as subject, x.event_id,
      e.hi_events_event_id as hi_event_id, e.account_id, x.due_at as next_attempt_at, x.attempts,
      x.last_error as error
    from event_edits x join events e on e.id = x.event_id) d`,
  mail: sql`(
    select m.id, 'out' as direction, m.created_at, m.sent_at as done_at, m.given_up_at as dead_at,
      m.kind as subject, null::bigint as event_id, null::bigint as hi_event_id, null::bigint as account_id,
      m.due_at as next_attempt_at, m.attempts, m.failure as error
    from mails m) d`,
})

const stateIs = (sql: Sql): Record<DeliveryState, Fragment> => ({
  dead_letter: sql`d.dead_at is not null`,
  done: sql`d.done_at is not null`,
  waiting: sql`d.dead_at is null and d.done_at is null`,
})

/** The conditions of a search, all of which must hold. */
function conditions(sql: Sql, filters: Filters): Fragment {
  const { state, event_id, hi_events_event_id, account_id, from, until } = filters
  const all = [
    sql`true`,
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
      : sql`d.created_at <= ${at}::text::timestamptz
          and (d.created_at, ${`${kind}:`} || d.id::text) < (${at}::text::timestamptz, ${key})`
  return sql<Delivery[]>`
    select ${columns(sql, kind)} from ${deliveriesOf(sql)[kind]} where ${conditions(sql, query)} and ${page}
    order by d.created_at desc, d.id desc limit ${MAX_DELIVERIES_PER_PAGE}`
}

export async function findDelivery(sql: Sql, kind: Kind, id: string): Promise<Delivery | undefined> {
  const [found] = await sql<Delivery[]>`
    select ${columns(sql, kind)} from ${deliveriesOf(sql)[kind]} where d.id = ${id}`
  return found
}

export type MailParts = { kind: string; recipient: string; data: Record<string, unknown> }

export async function findMail(sql: Sql, id: string): Promise<MailParts | undefined> {
  const [mail] = await sql<MailParts[]>`select kind, recipient, data from mails where id = ${id}`
  return mail
}

/** Rows replayed by one statement: none holds its locks for long. */
export const REPLAY_BATCH = 500

/** The time of the database, with microseconds. */
export async function readTime(sql: Sql): Promise<string> {
  const [row] = await sql<{ time: string }[]>`select now()::text as time`
  return row?.time ?? 'now'
}

/** What one statement replays: named ones, or those of a search that were given up before it began, or wait. */
type Replay = { ids: string[] } | { filters: Filters; before: string }

/** Makes deliveries due again, at most so many. A mail that was sent is never sent a second time. */
export async function replayDeliveries(sql: Sql, kind: ReplayableKind, replay: Replay): Promise<number> {
  const [table, key] = kind === 'mail' ? [sql`mails`, sql`id`] : [sql`event_edits`, sql`event_id`]
  const again = kind === 'mail' ? sql`given_up_at = null, attempts = 0` : sql`attempts = 0`
  const which =
    'ids' in replay
      ? sql`d.id = any (${replay.ids}::text[]::bigint[])`
      : sql`${conditions(sql, replay.filters)}
          and (d.dead_at <= ${replay.before}::text::timestamptz or (d.dead_at is null and d.next_attempt_at > now()))`
  const { count } = await sql`
    update ${table} t set ${again}, due_at = now() where t.${key} in (
      select r.${key} from ${table} r join ${deliveriesOf(sql)[kind]} on d.id = r.${key}
      where ${which} and d.done_at is null order by d.created_at limit ${REPLAY_BATCH} for update of r skip locked)`
  return count
}

export type StoredStep = { at: string; what: string; delivery: string | null }

const MAX_STEPS = 500

/** What happened to the deliveries of an event here between two times. */
export async function listSteps(
  sql: Sql,
  { event_id, from, until }: { event_id: string; from: string; until: string },
): Promise<StoredStep[]> {
  return sql<StoredStep[]>`
    with steps as (
      select received_at as at, 'status:' || id as delivery, 'Received the status report ' || source_status || ': ' || outcome
        as what from status_deliveries where event_id = ${event_id}
      union all select changed_at, null, 'Change ' || version || ' for open pages: ' || phase
        from ticketing_changes where event_id = ${event_id}
      union all select created_at, 'edit:' || event_id, 'Queued an edit for the ticket origin'
        from event_edits where event_id = ${event_id}
      union all select at, null, actor || ': ' || operation || ', ' || outcome || coalesce(', ' || note, '')
        from audit_log where event_id = ${event_id} and at between ${from}::text::timestamptz and ${until}::text::timestamptz
          and (operation <> 'status-webhook' or outcome <> 'ok'))
    select ${instant(sql, sql`at`)} as at, what, delivery from steps
    where at between ${from}::text::timestamptz and ${until}::text::timestamptz order by steps.at limit ${MAX_STEPS}`
}

/** Null without an event, and for one that does not exist. */
export async function findAccountOfEvent(sql: Sql, eventId: string | null): Promise<number | null> {
  if (eventId === null) return null
  const [row] = await sql<{ account_id: string }[]>`select account_id from events where id = ${eventId}`
  return row === undefined ? null : Number(row.account_id)
}
