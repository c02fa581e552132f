import type { Membership } from '@tuvens/contract'
import type { Sql } from '@tuvens/platform/db/db'
import type { IdentityRow } from '../auth/store.ts'

export async function findLogin(sql: Sql, email: string) {
  const [row] = await sql<(IdentityRow & { password_hash: string })[]>`
    select id, email, name, password_hash from users
    where lower(email) = lower(${email}) and password_hash is not null`
  return row
}

export async function findUser(sql: Sql, id: string): Promise<IdentityRow | undefined> {
  const [row] = await sql<IdentityRow[]>`select id, email, name from users where id = ${id}`
  return row
}

export async function listMemberships(sql: Sql, userId: string) {
  return sql<(Omit<Membership, 'account_id' | 'permissions'> & { account_id: string })[]>`
    select m.account_id, a.name, a.slug, m.role, m.is_default
    from memberships m join accounts a on a.id = m.account_id
    where m.user_id = ${userId}
    order by m.is_default desc, a.name, a.id`
}

type NewRefreshToken = { hash: Buffer; familyId: string; userId: string; seconds: number }

export async function insertRefreshToken(sql: Sql, token: NewRefreshToken): Promise<void> {
  await sql`
    insert into refresh_tokens (token_hash, family_id, user_id, expires_at)
    values (${token.hash}, ${token.familyId}, ${token.userId}, now() + ${token.seconds} * interval '1 second')`
}

type Rotation = { old: Buffer; successor: Buffer; seconds: number; graceSeconds: number }

/** Marks a token as rotated and inserts its successor. Within the grace period it may get another successor. */
export async function rotateRefreshToken(sql: Sql, rotation: Rotation): Promise<IdentityRow | undefined> {
  const [row] = await sql<IdentityRow[]>`
    with rotated as (
      update refresh_tokens set rotated_at = coalesce(rotated_at, now())
      where token_hash = ${rotation.old} and revoked_at is null and expires_at > now()
        and (rotated_at is null or rotated_at > now() - ${rotation.graceSeconds} * interval '1 second')
      returning family_id, user_id
    ), new_token as (
      insert into refresh_tokens (token_hash, family_id, user_id, expires_at)
      select ${rotation.successor}, family_id, user_id, now() + ${rotation.seconds} * interval '1 second' from rotated
    )
    select u.id, u.email, u.name from rotated join users u on u.id = rotated.user_id`
  return row
}

export async function findRefreshToken(sql: Sql, hash: Buffer) {
  const [row] = await sql<
    { user_id: string; was_rotated: boolean; is_expired: boolean; is_revoked: boolean }[]
  >`
    select user_id, rotated_at is not null as was_rotated, expires_at <= now() as is_expired,
      revoked_at is not null as is_revoked
    from refresh_tokens where token_hash = ${hash}`
  return row
}

/** Revokes all tokens that came from the same sign-in; returns the id of their user. */
export async function revokeFamily(sql: Sql, hash: Buffer): Promise<string | undefined> {
  const [row] = await sql<{ user_id: string }[]>`
    update refresh_tokens set revoked_at = now()
    where family_id = (select family_id from refresh_tokens where token_hash = ${hash}) and revoked_at is null
    returning user_id`
  return row?.user_id
}
