import { ValidatedSession } from '@tuvens/contract'
import type { Sql } from '@tuvens/platform/db/db'
import { Value } from 'typebox/value'

/** A session that was consumed here. `eventData` is untrusted input that was validated; `returnUrl` is an allowed one. */
export type RememberedSession = {
  hash: Buffer
  session: ValidatedSession
  returnUrl: string | null
  eventData: string | null
  signInAttempts: number
}

type Row = {
  token_hash: Buffer
  session: unknown
  return_url: string | null
  event_data: string | null
  sign_in_attempts: number
}

/** Remembers a consumed session until it expires. */
export async function insertSession(
  sql: Sql,
  remembered: Omit<RememberedSession, 'signInAttempts'>,
): Promise<void> {
  const { hash, session, returnUrl, eventData } = remembered
  await sql`
    insert into sessions
      (token_hash, tuvens_user_id, tuvens_account_id, session, return_url, event_data, expires_at)
    values (${hash}, ${session.user_id}, ${session.account_id}, ${sql.json(session)}, ${returnUrl},
      ${eventData}::text::jsonb, ${session.expires_at})
    on conflict (token_hash) do update set session = excluded.session, expires_at = excluded.expires_at`
}

/** The remembered session of a token, unless it has expired. */
export async function findSession(sql: Sql, hash: Buffer): Promise<RememberedSession | undefined> {
  const [row] = await sql<Row[]>`
    select token_hash, session, return_url, event_data::text as event_data, sign_in_attempts
    from sessions where token_hash = ${hash} and expires_at > now()`
  if (row === undefined || !Value.Check(ValidatedSession, row.session)) return undefined
  return {
    hash: row.token_hash,
    session: row.session,
    returnUrl: row.return_url,
    eventData: row.event_data,
    signInAttempts: row.sign_in_attempts,
  }
}

/** @returns the number of attempts, including this one */
export async function countSignInAttempt(sql: Sql, hash: Buffer): Promise<number> {
  const [row] = await sql<{ attempts: number }[]>`
    update sessions set sign_in_attempts = sign_in_attempts + 1 where token_hash = ${hash}
    returning sign_in_attempts as attempts`
  return row?.attempts ?? Number.POSITIVE_INFINITY
}

/** @returns the number of deleted sessions */
export async function deleteExpiredSessions(sql: Sql): Promise<number> {
  const { count } = await sql`delete from sessions where expires_at < now() - interval '1 hour'`
  return count
}
