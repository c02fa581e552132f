import type { Sql } from '@tuvens/platform/db/db'
import type { CredentialKind } from '../mapping/account.ts'

/** What was stored, sealed: the credential of an account, and the tokens of its ticket sessions. */
export type RemovedLogin = {
  credential: Buffer
  kind: CredentialKind
  sessions: { id: string; upstreamToken: Buffer }[]
}

/**
 * Removes the credential that a person left for an account, and ends all ticket sessions of the account, in one statement.
 *
 * @returns null when there was none
 */
export async function removeLogin(sql: Sql, accountId: number): Promise<RemovedLogin | null> {
  const rows = await sql<
    { credential: Buffer; kind: CredentialKind; id: string | null; upstream_token: Buffer | null }[]
  >`
    with held as materialized (
      select credential, credential_kind from accounts
      where tuvens_account_id = ${accountId} and credential_kind in ('kept-password', 'token') for update
    ), removed as (
      update accounts set credential = null, credential_kind = null, renewing_until = null
      where tuvens_account_id = ${accountId} and exists (select from held)
    ), live as materialized (
      select id, upstream_token from ticket_sessions
      where tuvens_account_id = ${accountId} and ended_at is null and exists (select from held)
      order by id for update
    ), ended as (
      update ticket_sessions set ended_at = now(), end_reason = 'login-removed', upstream_token = null
      where id in (select id from live)
    )
    select held.credential, held.credential_kind as kind, live.id, live.upstream_token
    from held left join live on true`
  const [first] = rows
  if (first === undefined) return null
  const sessions = rows.flatMap(({ id, upstream_token: upstreamToken }) =>
    id !== null && upstreamToken !== null ? [{ id, upstreamToken }] : [],
  )
  return { credential: first.credential, kind: first.kind, sessions }
}
