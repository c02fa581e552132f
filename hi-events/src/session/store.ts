import { ValidatedSession } from '@tuvens/contract'
import type { Sql } from '@tuvens/platform/db/db'
import { deleteBatch, inBatches } from '@tuvens/platform/db/delete-batches'
import { Value } from 'typebox/value'

/** A session that was consumed here. `eventData` is untrusted input that was validated; `returnUrl` is an allowed one. */
export type RememberedSession = {
  session: ValidatedSession
  returnUrl: string | null
  eventData: string | null
}

/** `codeChallenge` is of the browser that consumed the session; null when no browser asked for it. */
type ConsumedSession = RememberedSession & { codeChallenge: string | null }

type NewSession = ConsumedSession & { hash: Buffer }

/** Remembers a consumed session until it expires. */
export async function insertSession(
  sql: Sql,
  { hash, codeChallenge, session, returnUrl, eventData }: NewSession,
): Promise<void> {
  await sql`
    insert into sessions (token_hash, code_challenge, tuvens_user_id, tuvens_account_id, session, return_url,
      event_data, expires_at)
    values (${hash}, ${codeChallenge}, ${session.user_id}, ${session.account_id}, ${sql.json(session)}, ${returnUrl},
      ${eventData}::text::jsonb, ${session.expires_at})
    on conflict (token_hash) do update set session = excluded.session, expires_at = excluded.expires_at`
}

/** Whether the browser with this code challenge consumed the session. */
export async function isRemembered(sql: Sql, hash: Buffer, codeChallenge: string): Promise<boolean> {
  const rows =
    await sql`select from sessions where token_hash = ${hash} and code_challenge = ${codeChallenge}`
  return rows.length > 0
}

/** The remembered session of a token, unless it has expired. */
export async function findSession(sql: Sql, hash: Buffer): Promise<ConsumedSession | undefined> {
  const [remembered] = await sql<ConsumedSession[]>`
    select session, return_url as "returnUrl", event_data::text as "eventData", code_challenge as "codeChallenge"
    from sessions where token_hash = ${hash} and expires_at > now()`
  return Value.Check(ValidatedSession, remembered?.session) ? remembered : undefined
}

/** @returns the number of attempts, including this one */
export async function countSignInAttempt(sql: Sql, hash: Buffer): Promise<number> {
  const [row] = await sql<{ attempts: number }[]>`
    update sessions set sign_in_attempts = sign_in_attempts + 1 where token_hash = ${hash}
    returning sign_in_attempts as attempts`
  return row?.attempts ?? Number.POSITIVE_INFINITY
}

export function deleteExpiredSessions(sql: Sql): Promise<number> {
  const where = sql`expires_at < now() - interval '1 hour'`
  return inBatches(() => deleteBatch(sql, { table: 'sessions', key: 'token_hash', where }))
}
