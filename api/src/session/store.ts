import type { Role } from '@tuvens/contract'
import type { Sql } from '@tuvens/platform/db/db'
import type { AuditOrigin } from '../audit/entry.ts'
import { onlyRow } from '../base/only-row.ts'
import { type CatalogueRow, eventColumns } from '../catalogue/store.ts'
import { APP_ID } from './token.ts'

type Consumption = {
  hash: Buffer
  idempotencyHash: Buffer | null
  /** SHA-256 of the code verifier; null when the caller has none. */
  verifierHash: Buffer | null
  audit: AuditOrigin
}
/** How long a caller whose response was lost may repeat its call. */
const REPEAT_SECONDS = 30

/** The session's own columns begin with `session_`; the rest is its event, all null when it is bound to none. */
export type ConsumedSession = {
  session_id: string
  session_user_id: string
  session_email: string
  session_name: string
  session_is_email_verified: boolean
  session_account_id: string
  session_account_name: string
  session_role: Role
  session_expires_at: Date
  session_is_bound: boolean
} & (CatalogueRow | { [K in keyof CatalogueRow]: null })

/** The text form of bytes, because the driver sends an array of buffers as one `bytea`. */
const byteaOf = (bytes: Buffer) => `\\x${bytes.toString('hex')}`

/** The account of the session that was named, and whether it belongs to a browser; null when there is none. */
type NamedSession = { named_account_id: string | null; named_is_bound: boolean | null }
export type ConsumptionOutcome = NamedSession &
  (UseOutcome<ConsumedSession> | { outcome: 'SESSION_ALREADY_USED' | 'SESSION_BROWSER_MISMATCH' })
export type ConsumeSession = (call: Consumption) => Promise<ConsumptionOutcome>

/**
 * Consumes tokens and writes the audit rows in one statement; returns one outcome per call, in order. A repeated call
 * with the same idempotency key gets the same response; any other second use revokes the session (RFC 6749 4.1.2), as
 * does a wrong code verifier. Only one of many concurrent calls consumes a token: `found` locks the rows, in one order so
 * that two nodes do not wait for each other, and reads them as they are after the wait. The same statement returns the
 * reason of a refusal, so that the response time does not show it. With `limit` the planner expects one row, so that it
 * uses the index even while the table is small.
 */
export async function consumeSessions(sql: Sql, calls: readonly Consumption[]) {
  return sql<ConsumptionOutcome[]>`
    with asked as materialized (
      select * from unnest(${calls.map(({ hash }) => byteaOf(hash))}::bytea[],
        ${calls.map(({ idempotencyHash }) => idempotencyHash && byteaOf(idempotencyHash))}::bytea[],
        ${calls.map(({ verifierHash }) => verifierHash && byteaOf(verifierHash))}::bytea[],
        ${calls.map(({ audit }) => audit.actor)}::text[],
        ${calls.map(({ audit }) => audit.requestId)}::text[],
        ${calls.map(({ audit }) => audit.address)}::text[])
        with ordinality as call (token_hash, idempotency_hash, verifier_hash, actor, request_id, address, position)
      limit ${calls.length}
    ), found as materialized (
      select s.token_hash, s.user_id, s.account_id, s.event_id, s.used_at, s.expires_at, s.revoked_at,
        s.revocation_reason, s.code_challenge, s.idempotency_hash,
        exists (select from memberships m
          where m.user_id = s.user_id and m.account_id = s.account_id)
          and not exists (select from sign_ins i
            where i.id = s.sign_in_id and (i.ended_at is not null or i.expires_at <= now()))
          and not exists (select from api_keys k
            where k.id = s.api_key_id and (k.revoked_at is not null or k.expires_at <= now())) as is_member
      from cross_app_sessions s where s.token_hash in (select token_hash from asked) and s.app_id = ${APP_ID}
      order by s.token_hash for update
    ), compared as (
      select asked.*, found.user_id, found.account_id, found.event_id, found.used_at, found.expires_at,
        found.code_challenge is not null as is_bound,
        (found.revoked_at is not null and found.revocation_reason is distinct from 'SESSION_ALREADY_USED')
          or not found.is_member as is_revoked,
        is_right_browser, first_value(is_right_browser) over same_token as is_first_right,
        case when found.used_at is null
          then asked.position = min(asked.position) over same_token
            or asked.idempotency_hash = first_value(asked.idempotency_hash) over same_token
          else found.idempotency_hash = asked.idempotency_hash
            and found.used_at > now() - ${REPEAT_SECONDS}::integer * interval '1 second' end as is_use
      from asked left join found on found.token_hash = asked.token_hash
        cross join lateral (select found.code_challenge is null
          or found.code_challenge is not distinct from asked.verifier_hash) browser (is_right_browser)
      window same_token as (partition by asked.token_hash order by asked.position)
    ), decision as materialized (
      select compared.*, case
        when user_id is null then 'SESSION_NOT_FOUND'
        when is_revoked then 'SESSION_REVOKED'
        when used_at is not null and is_use is not true then 'SESSION_ALREADY_USED'
        when used_at is null and expires_at <= clock_timestamp() then 'SESSION_EXPIRED'
        when not is_right_browser then 'SESSION_BROWSER_MISMATCH'
        when is_use and (is_first_right or used_at is not null) then 'ok'
        else 'SESSION_ALREADY_USED' end as outcome
      from compared
    ), touched as (
      select token_hash, (array_agg(idempotency_hash order by position))[1] as idempotency_hash,
        max(outcome) filter (where outcome <> 'ok') as misuse
      from decision where outcome in ('ok', 'SESSION_ALREADY_USED', 'SESSION_BROWSER_MISMATCH')
      group by token_hash
    ), consumed as (
      update cross_app_sessions s
      set used_at = coalesce(s.used_at, now()),
        used_role = coalesce(s.used_role, m.role),
        last_used_at = now(),
        revoked_at = case when touched.misuse is null then s.revoked_at else coalesce(s.revoked_at, now()) end,
        revocation_reason = coalesce(s.revocation_reason, touched.misuse),
        idempotency_hash = case when s.used_at is null then touched.idempotency_hash else s.idempotency_hash end,
        expires_at = case when s.used_at is null then ${extendedExpiry(sql)} else s.expires_at end
      from touched, users u, accounts a, memberships m
      where s.token_hash = touched.token_hash
        and u.id = s.user_id and a.id = s.account_id and m.user_id = s.user_id and m.account_id = s.account_id
      returning s.token_hash, s.event_id, s.id as session_id, s.user_id as session_user_id,
        u.email as session_email, u.name as session_name,
        u.email_verified_at is not null as session_is_email_verified, s.account_id as session_account_id,
        a.name as session_account_name, m.role as session_role, s.expires_at as session_expires_at,
        s.code_challenge is not null as session_is_bound
    ), audited as (
      insert into audit_log (operation, outcome, actor, user_id, account_id, event_id, request_id, address)
      select 'validate-session', outcome, actor, user_id, account_id, event_id, request_id, address
      from decision
    )
    select decision.outcome, decision.account_id as named_account_id, decision.is_bound as named_is_bound,
      consumed.*, ${eventColumns(sql)}
    from decision
      left join consumed on decision.outcome = 'ok' and consumed.token_hash = decision.token_hash
      left join events e on e.id = consumed.event_id left join accounts a on a.id = e.account_id
    order by decision.position`
}

/** A session that is used stays valid for this long after each use, an hour after it was issued at most. */
const USED_SECONDS = 900

const extendedExpiry = (sql: Sql) =>
  sql`greatest(s.expires_at, least(
    now() + ${USED_SECONDS}::integer * interval '1 second', s.created_at + interval '1 hour'))`

type UseOutcome<T> =
  | ({ outcome: 'ok' } & T)
  | { outcome: 'SESSION_NOT_FOUND' | 'SESSION_EXPIRED' | 'SESSION_REVOKED' }

/**
 * The first CTEs of a statement that uses a session: they extend a valid one and tell why another is refused. A token that
 * nobody has validated is as good as unknown: it proves nothing about who holds it.
 */
function usedSession(sql: Sql, hash: Buffer) {
  return sql`
    found as materialized (
      select s.user_id, s.expires_at, s.revoked_at is not null or i.expires_at <= now()
        or k.revoked_at is not null or k.expires_at <= now() as is_revoked
      from cross_app_sessions s left join sign_ins i on i.id = s.sign_in_id left join api_keys k on k.id = s.api_key_id
      where s.token_hash = ${hash} and s.app_id = ${APP_ID}
    ), used as (
      update cross_app_sessions s
      set last_used_at = now(), expires_at = ${extendedExpiry(sql)}
      where token_hash = ${hash} and app_id = ${APP_ID} and used_at is not null
        and (select is_revoked from found) is not true and revoked_at is null and expires_at > clock_timestamp()
      returning user_id, account_id, event_id
    ), decision as (
      select used.user_id, used.account_id, used.event_id, case
        when used.user_id is not null then 'ok'
        when found.user_id is null then 'SESSION_NOT_FOUND'
        when found.is_revoked then 'SESSION_REVOKED'
        when found.expires_at <= clock_timestamp() then 'SESSION_EXPIRED'
        else 'SESSION_NOT_FOUND' end as outcome
      from (values (true)) one (row) left join found on true left join used on true
    )`
}

type SessionAccountRow = {
  user_id: string
  email: string
  account_id: string
  name: string
  slug: string
  role: Role
}

/** One row per account; a refusal is a single row. */
export async function listSessionAccounts(sql: Sql, hash: Buffer) {
  return sql<UseOutcome<SessionAccountRow>[]>`
    with ${usedSession(sql, hash)}
    select decision.outcome, decision.user_id, u.email, m.account_id, a.name, a.slug, m.role
    from decision
      left join users u on u.id = decision.user_id
      left join memberships m on m.user_id = decision.user_id
      left join accounts a on a.id = m.account_id
    order by m.is_default desc, a.name, a.id`
}

/** Whether the session's user has one of the roles on its account, to which the event must belong. */
export async function findSessionPermission(
  sql: Sql,
  query: { hash: Buffer; roles: Role[]; eventId: string | null },
) {
  const rows = await sql<UseOutcome<{ user_id: string; account_id: string; is_granted: boolean }>[]>`
    with ${usedSession(sql, query.hash)}
    select decision.outcome, decision.user_id, decision.account_id,
      exists (select from memberships m where m.user_id = decision.user_id
        and m.account_id = decision.account_id and m.role = any (${query.roles}::text[]))
      and (${query.eventId}::bigint is null or exists (select from events e
        where e.id = ${query.eventId}::bigint and e.account_id = decision.account_id)) as is_granted
    from decision`
  return onlyRow(rows)
}

export type LinkingSession = {
  user_id: string
  account_id: string
  event_id: string | null
  may_manage: boolean
}

/** What a session may link: the event it is bound to, else any event of its account. */
export async function findLinkingSession(sql: Sql, use: { hash: Buffer; roles: Role[] }) {
  const rows = await sql<UseOutcome<LinkingSession>[]>`
    with ${usedSession(sql, use.hash)}
    select decision.*, exists (select from memberships m where m.user_id = decision.user_id
      and m.account_id = decision.account_id and m.role = any (${use.roles}::text[])) as may_manage
    from decision`
  return onlyRow(rows)
}

/** Revokes a session, for a user only their own, and returns it; undefined when there is none to revoke. */
export async function revokeSession(sql: Sql, hash: Buffer, userId: string | null) {
  const [row] = await sql<{ user_id: string; account_id: string; event_id: string | null }[]>`
    update cross_app_sessions set revoked_at = coalesce(revoked_at, now()), revocation_reason = null
    where token_hash = ${hash} and (revoked_at is null or revocation_reason is not null)
      and (${userId}::bigint is null or user_id = ${userId})
    returning user_id, account_id, event_id`
  return row
}
