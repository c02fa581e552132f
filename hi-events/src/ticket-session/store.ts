import type { Permission, Role } from '@tuvens/contract'
import type { Sql } from '@tuvens/platform/db/db'
import { deleteBatch, inBatches } from '@tuvens/platform/db/delete-batches'
import type { EndReason, TuvensPerson } from './ticket-session.ts'

/** How long a ticket session lives, in seconds. */
export type TicketSessionLimits = { idleSeconds: number; maxSeconds: number }

/** A ticket session as it is stored; `upstreamToken` is sealed, or null when it uses the token of its account's login. */
export type StoredTicketSession = {
  tokenHash: Buffer
  id: string
  upstreamToken: Buffer | null
  /** Milliseconds since the epoch; null when the token has no such claim. */
  upstreamExpiresAt: number | null
  person: TuvensPerson | null
}

/** Stores a ticket session; the one that the browser had before ends with it, in the same statement. */
export async function insertTicketSession(
  sql: Sql,
  session: StoredTicketSession,
  { maxSeconds, replacedHash }: { maxSeconds: number; replacedHash: Buffer | null },
): Promise<void> {
  const { tokenHash, id, upstreamToken, person } = session
  await sql`
    with replaced as (
      update ticket_sessions set ended_at = now(), end_reason = 'replaced', upstream_token = null
      where token_hash = ${replacedHash}::bytea and ended_at is null
    )
    insert into ticket_sessions (token_hash, id, upstream_token, uses_account_token, upstream_expires_at, expires_at,
      api_session_id, tuvens_user_id, user_name, user_email, tuvens_account_id, role, permissions)
    values (${tokenHash}, ${id}, ${upstreamToken}, ${upstreamToken === null}, ${dateOf(session.upstreamExpiresAt)},
      now() + ${maxSeconds}::integer * interval '1 second', ${person?.apiSessionId ?? null}, ${person?.userId ?? null},
      ${person?.name ?? null}, ${person?.email ?? null}, ${person?.accountId ?? null}, ${person?.role ?? null},
      ${[...(person?.permissions ?? [])]})`
}

const dateOf = (ms: number | null) => (ms === null ? null : new Date(ms))

/** A row, with what its times mean now. */
export type TicketSessionRow = {
  tokenHash: Buffer
  id: string
  upstreamToken: Buffer | null
  usesAccountToken: boolean
  upstreamExpiresAt: Date | null
  apiSessionId: string | null
  userId: string | null
  name: string | null
  email: string | null
  accountId: number | null
  role: Role | null
  permissions: Permission[]
  endReason: EndReason | null
  /** Milliseconds since the API last answered that the session still gives rights. */
  checkedAgeMs: number
}

/** The session of a value that a browser holds. */
export async function findTicketSession(
  sql: Sql,
  hash: Buffer,
  { idleSeconds }: Pick<TicketSessionLimits, 'idleSeconds'>,
): Promise<TicketSessionRow | undefined> {
  const [row] = await sql<TicketSessionRow[]>`
    select token_hash as "tokenHash", id, upstream_token as "upstreamToken",
      uses_account_token as "usesAccountToken", upstream_expires_at as "upstreamExpiresAt",
      api_session_id as "apiSessionId", tuvens_user_id::text as "userId", user_name as name, user_email as email,
      tuvens_account_id::float8 as "accountId", role, permissions, ${endReason(sql, idleSeconds)} as "endReason",
      (extract(epoch from now() - checked_at) * 1000)::float8 as "checkedAgeMs"
    from ticket_sessions where token_hash = ${hash}`
  return row
}

/** Why a session has ended: as stored, or because its time is over. */
function endReason(sql: Sql, idleSeconds: number) {
  return sql`case when ended_at is not null then end_reason
    when expires_at <= now() then 'expired'
    when last_used_at + ${idleSeconds}::integer * interval '1 second' <= now() then 'idle' end`
}

/** Ends one session. */
export async function endTicketSession(sql: Sql, id: string, reason: EndReason): Promise<void> {
  await endTicketSessions(sql, [id], reason)
}

/** Ends sessions; those that have ended keep their reason. */
export async function endTicketSessions(sql: Sql, ids: readonly string[], reason: EndReason): Promise<void> {
  await sql`
    with locked as (
      select id from ticket_sessions where id = any (${ids}::text[]::uuid[]) and ended_at is null
      ${inLockOrder(sql)}
    )
    update ticket_sessions s set ended_at = now(), end_reason = ${reason}, upstream_token = null
    from locked where s.id = locked.id and ended_at is null`
}

/** Two nodes that change the same rows lock them in one order, so that neither waits for the other for ever. */
const inLockOrder = (sql: Sql) => sql`order by ticket_sessions.id for no key update of ticket_sessions`

/**
 * Ends the session whose token the ticket system refuses, unless the token was renewed meanwhile, or is just being: the ticket
 * system refuses the old one before the new one is stored.
 */
export async function endRefusedTicketSession(sql: Sql, id: string, sealed: Buffer): Promise<void> {
  await sql`
    update ticket_sessions set ended_at = now(), end_reason = 'refused-upstream', upstream_token = null
    where id = ${id} and ended_at is null and (
      (upstream_token = ${sealed} and (renewing_until is null or renewing_until < now()))
      or (uses_account_token and exists (
        select from accounts a where a.tuvens_account_id = ticket_sessions.tuvens_account_id
          and a.credential = ${sealed} and (a.renewing_until is null or a.renewing_until < now()))))`
}

/** When a session was last used, in milliseconds before now. */
export type LastUse = { id: string; ageMs: number }
/** How a session that this node watches stands. */
export type WatchedState = {
  id: string
  apiSessionId: string | null
  endReason: EndReason | null
  checkedAgeMs: number
}

/** A time that is stored is replaced by one that is so much later: each replacement writes a row. */
const STORE_AFTER_SECONDS = 15

/**
 * Stores when sessions were last used here, and reads whether they have ended meanwhile. A use never revives an ended one.
 */
export async function touchTicketSessions(
  sql: Sql,
  uses: readonly LastUse[],
  { idleSeconds }: Pick<TicketSessionLimits, 'idleSeconds'>,
): Promise<WatchedState[]> {
  return sql<WatchedState[]>`
    with used as (
      select id, now() - age_ms * interval '1 millisecond' as used_at from unnest(${uses.map(({ id }) => id)}::text[]::uuid[], ${uses.map(({ ageMs }) => String(ageMs))}::text[]::float8[])
        as used (id, age_ms)
    ),
    locked as (
      select id, used_at from ticket_sessions join used using (id)
      where last_used_at < used_at - ${Math.min(STORE_AFTER_SECONDS, idleSeconds / 4)}::float8 * interval '1 second'
        and ${endReason(sql, idleSeconds)} is null
      ${inLockOrder(sql)}
    ),
    stored as (
      update ticket_sessions s set last_used_at = greatest(last_used_at, used_at)
      from locked where s.id = locked.id and ended_at is null
    )
    select id, api_session_id as "apiSessionId", ${endReason(sql, idleSeconds)} as "endReason",
      (extract(epoch from now() - checked_at) * 1000)::float8 as "checkedAgeMs"
    from ticket_sessions join used using (id)`
}

/** The API answered that these sessions give rights, `ageMs` ago. */
export async function markChecked(sql: Sql, ids: readonly string[], ageMs: number): Promise<void> {
  await sql`
    with locked as (
      select id, now() - ${ageMs}::float8 * interval '1 millisecond' as said_at from ticket_sessions
      where id = any (${ids}::text[]::uuid[]) and ended_at is null
        and checked_at < now() - (${ageMs}::float8 + ${STORE_AFTER_SECONDS * 1000}::float8) * interval '1 millisecond'
      ${inLockOrder(sql)}
    )
    update ticket_sessions s set checked_at = greatest(checked_at, said_at)
    from locked where s.id = locked.id and ended_at is null`
}

const RENEWAL_SECONDS = 30

/** Claims the renewal of this very token: one node at a time, and another one when that node died. */
export async function claimRenewal(sql: Sql, id: string, sealed: Buffer): Promise<boolean> {
  const { count } = await sql`
    update ticket_sessions set renewing_until = now() + ${RENEWAL_SECONDS}::integer * interval '1 second'
    where id = ${id} and ended_at is null and upstream_token = ${sealed}
      and (renewing_until is null or renewing_until < now())`
  return count === 1
}

/** Replaces a token of the ticket system. @returns false when the session has ended, or has another token by now */
export async function replaceUpstreamToken(
  sql: Sql,
  id: string,
  { before, sealed, expiresAt }: { before: Buffer; sealed: Buffer; expiresAt: number | null },
): Promise<boolean> {
  const { count } = await sql`
    update ticket_sessions set upstream_token = ${sealed}, upstream_expires_at = ${dateOf(expiresAt)},
      renewing_until = null
    where id = ${id} and ended_at is null and upstream_token = ${before}`
  return count === 1
}

/** Deletes sessions a day after they ended or could last be used, so that their browsers are told why until then. */
export function deleteOldTicketSessions(sql: Sql): Promise<number> {
  const where = sql`least(ended_at, expires_at) < now() - interval '1 day'`
  return inBatches(() => deleteBatch(sql, { table: 'ticket_sessions', where }))
}

/** Open sessions whose token is sealed with another key than this one. */
export async function listTokensOfOtherKeys(
  sql: Sql,
  keyId: Buffer,
): Promise<{ id: string; sealed: Buffer }[]> {
  return sql<{ id: string; sealed: Buffer }[]>`
    select id, upstream_token as sealed from ticket_sessions
    where ended_at is null and expires_at > now() and substring(upstream_token from 2 for 4) <> ${keyId}`
}

/** Replaces a token by a newly sealed one, unless it was renewed or ended meanwhile. */
export async function replaceToken(
  sql: Sql,
  { id, old, resealed }: { id: string; old: Buffer; resealed: Buffer },
): Promise<void> {
  await sql`update ticket_sessions set upstream_token = ${resealed} where id = ${id} and upstream_token = ${old}`
}
