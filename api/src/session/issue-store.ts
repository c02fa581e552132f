import type { Role } from '@tuvens/contract'
import type { Sql } from '@tuvens/platform/db/db'
import type { AuditOrigin } from '../audit/entry.ts'
import { onlyRow } from '../base/only-row.ts'
import { APP_ID } from './token.ts'

type NewSession = {
  hash: Buffer
  userId: string
  /** The sign-in of the caller, which must not have ended; null with an outside issuer. */
  signInId: string | null
  /** The API key of the caller, with which the session ends; null for a person. */
  apiKeyId: string | null
  accountId: number | null
  eventId: string | null
  codeChallenge: Buffer | null
  expirySeconds: number
  /** Roles that may issue a session. */
  roles: Role[]
  audit: AuditOrigin
}
type IssuedSession = {
  outcome:
    | 'ok'
    | 'TOKEN_INVALID'
    | 'EMAIL_NOT_VERIFIED'
    | 'EVENT_NOT_FOUND'
    | 'NOT_A_MEMBER'
    | 'PERMISSION_DENIED'
  account_id: string
  expires_at: Date
}

/**
 * Checks that the sign-in goes on and the e-mail is verified, finds the account (the requested one, else the event's, else the user's default), checks the permission, stores the
 * session and writes the audit row, in one statement.
 */
export async function issueSession(sql: Sql, { audit, ...session }: NewSession) {
  const rows = await sql<IssuedSession[]>`
    with target as (
      select coalesce(${session.accountId}::bigint, e.account_id, d.account_id) as account_id,
        e.id as event_id, e.account_id as event_account_id
      from (values (${session.userId}::bigint, ${session.eventId}::bigint)) asked (user_id, event_id)
      left join events e on e.id = asked.event_id
      left join memberships d on d.user_id = asked.user_id and d.is_default
    ), sign_in as (
      select u.email_verified_at is not null as is_email_verified
      from sign_ins s join users u on u.id = s.user_id
      where s.id = ${session.signInId}::uuid and s.user_id = ${session.userId}
        and s.ended_at is null and s.expires_at > now()
    ), decision as (
      select target.*, case
        when ${session.signInId}::uuid is not null and not exists (select from sign_in) then 'TOKEN_INVALID'
        when exists (select from sign_in where not is_email_verified) then 'EMAIL_NOT_VERIFIED'
        when ${session.eventId}::bigint is not null and event_id is null then 'EVENT_NOT_FOUND'
        when m.role is null then 'NOT_A_MEMBER'
        when event_account_id <> target.account_id then 'EVENT_NOT_FOUND'
        when m.role <> all (${session.roles}::text[]) then 'PERMISSION_DENIED'
        else 'ok' end as outcome
      from target left join memberships m
        on m.user_id = ${session.userId} and m.account_id = target.account_id
    ), inserted as (
      insert into cross_app_sessions
        (token_hash, user_id, account_id, event_id, app_id, sign_in_id, api_key_id, code_challenge, expires_at)
      select ${session.hash}, ${session.userId}, account_id, event_id, ${APP_ID},
        ${session.signInId}::uuid, ${session.apiKeyId}::uuid, ${session.codeChallenge}::bytea,
        now() + ${session.expirySeconds}::integer * interval '1 second'
      from decision where outcome = 'ok'
      returning expires_at
    ), audited as (
      insert into audit_log (operation, outcome, actor, user_id, account_id, event_id, request_id, address)
      select 'generate-session', outcome, ${audit.actor}, ${session.userId}, account_id, event_id,
        ${audit.requestId}, ${audit.address}
      from decision
    )
    select outcome, account_id, expires_at from decision left join inserted on true`
  return onlyRow(rows)
}

/** The account that `issueSession` would find, whether or not the user may use it; null when there is none. */
export async function findSessionAccount(
  sql: Sql,
  asked: Pick<NewSession, 'userId' | 'accountId' | 'eventId'>,
): Promise<number | null> {
  const [row] = await sql<{ account_id: number | null }[]>`
    select coalesce(${asked.accountId}::bigint,
      (select account_id from events where id = ${asked.eventId}::bigint),
      (select account_id from memberships where user_id = ${asked.userId}::bigint and is_default))::float8 as account_id`
  return row?.account_id ?? null
}
