import {
  EDITS_SWITCHED_OFF,
  MAX_OPERATOR_LINKS,
  type OperatorLink,
  type OperatorLinksQuery,
  type QueueState,
} from '@tuvens/contract'
import type { Sql } from '@tuvens/platform/db/db'
import { LOST_AFTER_SECONDS } from '@tuvens/platform/nodes/heartbeat'

/** The queues, with what waits in them. */
export async function listQueues(sql: Sql): Promise<QueueState[]> {
  return sql<QueueState[]>`
    select 'native webhooks (inbox)' as name, count(*)::integer as waiting, 0 as dead_letters,
      extract(epoch from now() - min(received_at))::float8 as oldest_seconds
    from deliveries where processed_at is null
    union all select 'status reports (outbox)', count(*) filter (where dead_at is null)::integer,
      count(*) filter (where dead_at is not null)::integer,
      extract(epoch from now() - min(created_at) filter (where dead_at is null))::float8
    from outbox where delivered_at is null
    union all select 'details to carry (edits)', count(*)::integer, 0, extract(epoch from now() - min(due_at))::float8
    from link_details where due_at <= now()`
}

type AccountHealth = {
  accounts: number
  accounts_without_webhook: number
  failed_sweeps: number
  oldest_sweep_seconds: number | null
}

export async function readAccountHealth(sql: Sql): Promise<AccountHealth> {
  const [row] = await sql<[AccountHealth]>`
    select count(*)::integer as accounts,
      count(*) filter (where a.webhook_id is null or a.webhook_error is not null)::integer as accounts_without_webhook,
      count(*) filter (where s.error is not null)::integer as failed_sweeps,
      max(extract(epoch from now() - s.swept_at))::float8 as oldest_sweep_seconds
    from sweeps s join accounts a using (tuvens_account_id)`
  return row
}

/** Running nodes whose calls to the ticket system are stopped, because it does not answer. */
export async function countNodesWithoutTicketSystem(sql: Sql): Promise<number> {
  const [row] = await sql<[{ count: number }]>`
    select count(*)::integer as count from nodes
    where facts ->> 'isUpstreamAway' = 'true' and seen_at > now() - make_interval(secs => ${LOST_AFTER_SECONDS})`
  return row.count
}

/** One page of links by event id, each with what tells how it stands. */
export async function listLinks(sql: Sql, query: OperatorLinksQuery): Promise<OperatorLink[]> {
  const { event_id = null, hi_events_event_id = null, account_id = null, state, after = '0' } = query
  const instant = (column: ReturnType<typeof sql>) =>
    sql`to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`
  const needsAttention = sql`(s.registered_at is null or s.missing_at is not null or s.stopped_at is not null
    or a.webhook_error is not null or w.error is not null or coalesce(t.last_error, ${EDITS_SWITCHED_OFF}) <> ${EDITS_SWITCHED_OFF}
    or exists (select from outbox x where x.tuvens_event_id = l.tuvens_event_id and x.dead_at is not null))`
  return sql<OperatorLink[]>`
    select l.tuvens_event_id::text as event_id, l.hi_event_id::float8 as hi_events_event_id,
      l.tuvens_account_id::float8 as account_id, s.title, s.source_status, s.sales_status,
      ${instant(sql`l.created_at`)} as linked_at, ${instant(sql`s.registered_at`)} as registered_at,
      ${instant(sql`s.read_at`)} as read_at, ${instant(sql`s.missing_at`)} as missing_at, s.stopped_reason,
      ${instant(sql`o.delivered_at`)} as delivered_at, o.waiting, o.dead_letters,
      coalesce(jsonb_array_length(t.differences), 0) as differences, t.last_error as edit_error, a.webhook_error,
      w.error as sweep_error
    from links l
    join accounts a using (tuvens_account_id)
    left join link_statuses s on s.tuvens_event_id = l.tuvens_event_id
    left join sweeps w on w.tuvens_account_id = l.tuvens_account_id
    left join link_details t on t.tuvens_event_id = l.tuvens_event_id
    cross join lateral (
      select max(delivered_at) as delivered_at,
        count(*) filter (where delivered_at is null and dead_at is null)::integer as waiting,
        count(*) filter (where dead_at is not null)::integer as dead_letters
      from outbox x where x.tuvens_event_id = l.tuvens_event_id) o
    where l.tuvens_event_id > ${after}::bigint
      and (${event_id}::bigint is null or l.tuvens_event_id = ${event_id})
      and (${hi_events_event_id}::bigint is null or l.hi_event_id = ${hi_events_event_id})
      and (${account_id}::bigint is null or l.tuvens_account_id = ${account_id})
      and ${state === 'attention' ? needsAttention : sql`true`}
    order by l.tuvens_event_id limit ${MAX_OPERATOR_LINKS}`
}
