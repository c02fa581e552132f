import type { Sql } from '@tuvens/platform/db/db'
import { onlyRow } from '../../base/only-row.ts'
import type { IdentityRow } from '../store.ts'

type NewSignIn = {
  hash: Buffer
  userId: string
  idleDays: number
  maxDays: number
  address: string
  userAgent: string
}
/** A refresh token that was issued, and the seconds for which it can be used. */
type IssuedRefresh = { sign_in_id: string; seconds: number }

export async function insertSignIn(sql: Sql, signIn: NewSignIn): Promise<IssuedRefresh> {
  const rows = await sql<IssuedRefresh[]>`
    with started as (
      insert into sign_ins (user_id, expires_at, address, user_agent)
      values (${signIn.userId}, now() + ${signIn.maxDays}::integer * interval '1 day', ${signIn.address}, ${signIn.userAgent})
      returning id, expires_at
    ), new_token as (
      insert into refresh_tokens (token_hash, sign_in_id, expires_at)
      select ${signIn.hash}, id, least(expires_at, now() + ${signIn.idleDays}::integer * interval '1 day') from started
      returning sign_in_id, expires_at
    )
    select sign_in_id, floor(extract(epoch from expires_at - now()))::integer as seconds from new_token`
  return onlyRow(rows)
}

type Rotation = { old: Buffer; successor: Buffer; idleDays: number; graceSeconds: number }

/**
 * Marks a token as rotated and inserts its successor, which never outlives the sign-in. Within the grace period it may
 * get another successor.
 */
export async function rotateRefreshToken(sql: Sql, rotation: Rotation) {
  const [row] = await sql<(IdentityRow & IssuedRefresh)[]>`
    with live as (
      update sign_ins s set last_used_at = now()
      from refresh_tokens r
      where r.token_hash = ${rotation.old} and s.id = r.sign_in_id and s.ended_at is null and s.expires_at > now()
      returning s.id, s.user_id, s.expires_at
    ), rotated as (
      update refresh_tokens set rotated_at = coalesce(rotated_at, now()) from live
      where token_hash = ${rotation.old} and sign_in_id = live.id and refresh_tokens.expires_at > now()
        and (rotated_at is null or rotated_at > now() - ${rotation.graceSeconds} * interval '1 second')
      returning live.id, live.user_id, live.expires_at
    ), new_token as (
      insert into refresh_tokens (token_hash, sign_in_id, expires_at)
      select ${rotation.successor}, id, least(expires_at, now() + ${rotation.idleDays}::integer * interval '1 day')
      from rotated
      returning expires_at
    )
    select u.id, u.email, u.name, rotated.id as sign_in_id,
      floor(extract(epoch from new_token.expires_at - now()))::integer as seconds
    from rotated cross join new_token join users u on u.id = rotated.user_id`
  return row
}

export async function findRefreshToken(sql: Sql, hash: Buffer) {
  const [row] = await sql<
    { user_id: string; sign_in_id: string; was_rotated: boolean; is_expired: boolean; is_ended: boolean }[]
  >`
    select s.user_id, s.id as sign_in_id, r.rotated_at is not null as was_rotated,
      least(r.expires_at, s.expires_at) <= now() as is_expired, s.ended_at is not null as is_ended
    from refresh_tokens r join sign_ins s on s.id = r.sign_in_id where r.token_hash = ${hash}`
  return row
}

export type LiveSignIn = { user_id: string; is_email_verified: boolean }

/** The user of a sign-in that has not ended. */
export async function findLiveSignIn(sql: Sql, id: string, userId: string): Promise<LiveSignIn | undefined> {
  const [row] = await sql<LiveSignIn[]>`
    select s.user_id, u.email_verified_at is not null as is_email_verified
    from sign_ins s join users u on u.id = s.user_id
    where s.id = ${id} and s.user_id = ${userId} and s.ended_at is null and s.expires_at > now()`
  return row
}

type SignInSelection = { userId: string; id?: string }

/**
 * Ends sign-ins of a user: one, or all. The sessions on the ticket origin that were issued in them are
 * revoked by the same statement. Returns the ids of those that ended now.
 */
export async function endSignIns(sql: Sql, { userId, id }: SignInSelection): Promise<string[]> {
  const rows = await sql<{ id: string }[]>`
    with ended as (
      update sign_ins set ended_at = now()
      where user_id = ${userId} and ended_at is null
        and (${id ?? null}::uuid is null or id = ${id ?? null})
      returning id
    ), revoked as (
      update cross_app_sessions set revoked_at = now()
      where sign_in_id in (select id from ended) and revoked_at is null
    )
    select id from ended`
  return rows.map((row) => row.id)
}
