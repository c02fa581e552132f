import type { AttemptOutcome, DisabledReason } from '@tuvens/contract'
import type { Sql } from '@tuvens/platform/db/db'
import { currentTraceparent } from '@tuvens/platform/telemetry/trace'
import type { NewMessage } from './messages-of.ts'

/** Attempts at one endpoint at once, over all nodes; one when it fails. */
const PER_ENDPOINT = 4
/** Attempts at all endpoints of an account at once: however slowly they answer, other accounts have places, too. */
const PER_ACCOUNT = 16
/** Beside these, at its endpoints that fail. */
const FAILING_PER_ACCOUNT = 8
/** Messages that may wait for one endpoint: a week of a busy account. */
export const MAX_WAITING_MESSAGES = 10_000
/** Longer than an attempt and a database that is away take. */
const CLAIM = '60 seconds'
/** Days of nothing but failures after which an endpoint is disabled. */
const FAILING_DAYS = 5
/** Longer than the longest pause between attempts: failures that are further apart are not one time of failing. */
const SAME_FAILURE_HOURS = 48

/** Queues messages about an event for each endpoint of its account that chose their type. */
export async function queueMessages(
  sql: Sql,
  event: { id: string; account_id: string },
  messages: NewMessage[],
): Promise<void> {
  await sql`
    insert into webhook_messages (endpoint_id, type, event_id, body, traceparent)
    select e.id, m.type, ${event.id}, json_build_object('type', m.type, 'version', m.version,
      'timestamp', to_char(now() at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), 'data', m.data)::text,
      ${currentTraceparent() ?? null}
    from webhook_endpoints e
      cross join json_to_recordset(${sql.json(messages)}::json) as m (type text, version integer, data json)
    where e.account_id = ${event.account_id} and e.disabled_at is null
      and (e.event_types = '{}' or m.type = any (e.event_types))
    order by e.id`
}

/** A message that this process is to send, with all that it takes. Secrets are encrypted. */
export type ClaimedMessage = {
  id: string
  messageId: string
  endpointId: string
  body: string
  attempts: number
  traceparent: string | null
  url: string
  secret: Buffer
  /** That before a rotation, while it signs, too. */
  oldSecret: Buffer | null
  isFailing: boolean
}

/**
 * Claims due messages, for as long as an attempt may take. Accounts and their endpoints take turns, each with few messages at
 * once; endpoints that fail have `failingLimit` places together, so that however many of them hang, the others go on.
 */
export async function claimMessages(
  sql: Sql,
  { limit, failingLimit }: { limit: number; failingLimit: number },
): Promise<ClaimedMessage[]> {
  return sql<ClaimedMessage[]>`
    with recursive waiting (endpoint_id) as (
      (select endpoint_id from webhook_messages where state = 'waiting' order by endpoint_id limit 1)
      union all
      select (select m.endpoint_id from webhook_messages m where m.state = 'waiting' and m.endpoint_id > w.endpoint_id
        order by m.endpoint_id limit 1) from waiting w where w.endpoint_id is not null
    ), busy as (
      select e.id, e.account_id, e.failing_since is not null as is_failing, e.disabled_at is null as is_enabled,
        (select count(*) from webhook_messages c where c.endpoint_id = e.id and c.claimed_until > now()) as claimed
      from waiting w join webhook_endpoints e on e.id = w.endpoint_id
    ), places as (
      select id, account_id, is_failing, is_enabled,
        case when is_failing then 1 else ${PER_ENDPOINT}::integer end - claimed as of_endpoint,
        case when is_failing then ${FAILING_PER_ACCOUNT}::integer else ${PER_ACCOUNT}::integer end
          - sum(claimed) over (partition by account_id, is_failing) as of_account
      from busy
    ), due as (
      select m.id, m.due_at, p.is_failing, p.of_account,
        row_number() over (partition by p.account_id, p.is_failing order by m.turn, m.due_at, m.id) as account_turn
      from places p cross join lateral (
        select id, due_at, row_number() over (order by due_at, id) as turn from webhook_messages
        where endpoint_id = p.id and state = 'waiting' and due_at <= now()
          and (claimed_until is null or claimed_until <= now())
        order by due_at, id limit greatest(0, p.of_endpoint)) m
      where p.is_enabled
    ), chosen as (
      select id from (
        select id, due_at, account_turn, is_failing,
          row_number() over (partition by is_failing order by account_turn, due_at) as place
        from due where account_turn <= of_account) placed
      where not is_failing or place <= ${failingLimit}::integer
      order by account_turn, due_at limit ${limit}
    )
    update webhook_messages m set claimed_until = now() + ${CLAIM}::interval, attempts = m.attempts + 1
    from webhook_endpoints e
    where e.id = m.endpoint_id and m.id in (
      select id from webhook_messages
      where id in (select id from chosen) and state = 'waiting' and (claimed_until is null or claimed_until <= now())
      for update skip locked)
    returning m.id, m.message_id as "messageId", m.endpoint_id as "endpointId", m.body, m.attempts, m.traceparent,
      e.url, e.secret, case when e.old_secret_expires_at > now() then e.old_secret end as "oldSecret",
      e.failing_since is not null as "isFailing"`
}

/** How one attempt ended. */
export type AttemptResult = {
  outcome: AttemptOutcome
  status: number | null
  durationMs: number
  response: string | null
}

function insertAttempt(sql: Sql, id: string, { outcome, status, durationMs, response }: AttemptResult) {
  return sql`
    insert into webhook_attempts (message_id, outcome, status, duration_ms, response)
    select id, ${outcome}, ${status}::integer, ${durationMs}::integer, ${response}::text from webhook_messages where id = ${id}`
}

/**
 * Without waiting for the disk: a process that dies meanwhile would send the message again. A database that loses its last
 * moment gives it back as one that waits.
 */
export async function recordDelivery(
  sql: Sql,
  { id, endpointId }: ClaimedMessage,
  result: AttemptResult,
): Promise<void> {
  await sql`
    with attempt as (${insertAttempt(sql, id, result)}),
    endpoint as (
      update webhook_endpoints set failing_since = null where id = ${endpointId} and failing_since is not null
    )
    update webhook_messages set state = 'delivered', claimed_until = null
    where id = ${id} and (select set_config('synchronous_commit', 'off', true)) is not null`
}

/** `pauseMs`: until the next attempt; null: there is none. `isGone`: the endpoint answered 410. */
export type Failure = { result: AttemptResult; pauseMs: number | null; isGone: boolean }

/**
 * Stores a failed attempt. An endpoint that is gone, or that failed for days, is disabled, and the owner of its account is
 * written to. @returns why it was disabled now; null when it was not
 */
export async function recordFailure(
  sql: Sql,
  { id, endpointId, attempts }: ClaimedMessage,
  { result, pauseMs, isGone }: Failure,
): Promise<DisabledReason | null> {
  const [row] = await sql<{ reason: DisabledReason }[]>`
    with attempt as (${insertAttempt(sql, id, result)}),
    message as (
      update webhook_messages set claimed_until = null,
        state = case when ${pauseMs}::float8 is null and not ${isGone} then 'failed' else 'waiting' end,
        due_at = now() + coalesce(${pauseMs}::float8, 0) * interval '1 millisecond'
      where id = ${id} and state = 'waiting' and attempts = ${attempts}
    ), before as (
      select id, case when last_failed_at > now() - ${SAME_FAILURE_HOURS}::integer * interval '1 hour'
        then coalesce(failing_since, now()) else now() end as since
      from webhook_endpoints where id = ${endpointId} and disabled_at is null for no key update
    ), decision as (
      select id, since, case when ${isGone} then 'gone'
        when since <= now() - ${FAILING_DAYS}::integer * interval '1 day' then 'failing' end as reason from before
    ), endpoint as (
      update webhook_endpoints e set failing_since = d.since, last_failed_at = now(),
        disabled_at = case when d.reason is not null then now() end, disabled_reason = d.reason
      from decision d where e.id = d.id returning e.id, e.account_id, e.url, d.reason
    ), told as (${insertOwnerMails(sql)})
    select reason from endpoint where reason is not null`
  return row?.reason ?? null
}

/** Writes to the owner of each endpoint of the part `endpoint` that was disabled. */
function insertOwnerMails(sql: Sql) {
  return sql`
    insert into mails (kind, recipient, user_id, data)
    select 'webhook_endpoint_disabled', u.email, u.id, jsonb_build_object('account', a.name, 'reason', e.reason,
      'what', substring(e.url from '^[a-z]+://([^/?#]+)'))
    from endpoint e join accounts a on a.id = e.account_id
      join memberships m on m.account_id = a.id and m.role = 'owner' join users u on u.id = m.user_id
    where e.reason is not null`
}

/** Disables endpoints for which more messages wait than are kept, and writes to their owners. @returns how many */
export async function disableOverflowing(sql: Sql, maxWaiting: number): Promise<number> {
  const rows = await sql`
    with endpoint as (
      update webhook_endpoints e set disabled_at = now(), disabled_reason = 'overflow'
      where disabled_at is null and exists (
        select from webhook_messages where endpoint_id = e.id and state = 'waiting' order by due_at
        offset ${maxWaiting} limit 1)
      returning e.id, e.account_id, e.url, e.disabled_reason as reason
    ), told as (${insertOwnerMails(sql)})
    select id from endpoint`
  return rows.length
}

/** The message is tried again after a while: the failure was ours, so it counts as no attempt. */
export async function releaseMessage(
  sql: Sql,
  { id, attempts }: ClaimedMessage,
  pauseMs: number,
): Promise<void> {
  await sql`
    update webhook_messages set claimed_until = null, due_at = now() + ${pauseMs} * interval '1 millisecond',
      attempts = attempts - 1
    where id = ${id} and state = 'waiting' and attempts = ${attempts}`
}
