import type { Role } from '@tuvens/contract'
import type { Sql } from '@tuvens/platform/db'

export type UserRow = { id: string; email: string; name: string }
export type MembershipRow = {
  account_id: string
  name: string
  slug: string
  role: Role
  is_default: boolean
}

export type NewUser = { email: string; name: string; passwordHash: string }
export type NewAccount = { name: string; slug: string; slugIfTaken: string }

/** A user, an account of their own, and the membership between them, or nothing of it. */
export async function insertUserWithAccount(sql: Sql, user: NewUser, account: NewAccount): Promise<UserRow> {
  const [row] = await sql<UserRow[]>`
    with made_user as (
      insert into users (email, name, password_hash)
      values (${user.email}, ${user.name}, ${user.passwordHash})
      returning id, email, name
    ), made_account as (
      insert into accounts (name, slug) values (${account.name},
        case when exists (select from accounts where slug = ${account.slug})
          then ${account.slugIfTaken} else ${account.slug} end)
      returning id
    ), made_membership as (
      insert into memberships (user_id, account_id, role, is_default)
      select made_user.id, made_account.id, 'owner', true from made_user, made_account
    )
    select id, email, name from made_user`
  if (row === undefined) throw new TypeError('an insert returned no row')
  return row
}

export async function findLogin(
  sql: Sql,
  email: string,
): Promise<(UserRow & { password_hash: string }) | undefined> {
  const [row] = await sql<(UserRow & { password_hash: string })[]>`
    select id, email, name, password_hash from users
    where lower(email) = lower(${email}) and password_hash is not null`
  return row
}

export async function findUser(sql: Sql, id: string): Promise<UserRow | undefined> {
  const [row] = await sql<UserRow[]>`select id, email, name from users where id = ${id}`
  return row
}

export async function listMemberships(sql: Sql, userId: string): Promise<MembershipRow[]> {
  return sql<MembershipRow[]>`
    select m.account_id, a.name, a.slug, m.role, m.is_default
    from memberships m join accounts a on a.id = m.account_id
    where m.user_id = ${userId}
    order by m.is_default desc, a.name, a.id`
}

export async function findIdentity(sql: Sql, issuer: string, subject: string): Promise<UserRow | undefined> {
  const [row] = await sql<UserRow[]>`
    select u.id, u.email, u.name from identities i join users u on u.id = i.user_id
    where i.issuer = ${issuer} and i.subject = ${subject}`
  return row
}

export type NewIdentity = { issuer: string; subject: string; email: string; name: string }

/** A user known by an outside issuer's subject, with an account of their own. Fails when the subject is known already. */
export async function insertIdentity(sql: Sql, identity: NewIdentity, account: NewAccount): Promise<UserRow> {
  const [row] = await sql<UserRow[]>`
    with made_user as (
      insert into users (email, name) values (${identity.email}, ${identity.name}) returning id, email, name
    ), made_identity as (
      insert into identities (issuer, subject, user_id)
      select ${identity.issuer}, ${identity.subject}, id from made_user
    ), made_account as (
      insert into accounts (name, slug) values (${account.name},
        case when exists (select from accounts where slug = ${account.slug})
          then ${account.slugIfTaken} else ${account.slug} end)
      returning id
    ), made_membership as (
      insert into memberships (user_id, account_id, role, is_default)
      select made_user.id, made_account.id, 'owner', true from made_user, made_account
    )
    select id, email, name from made_user`
  if (row === undefined) throw new TypeError('an insert returned no row')
  return row
}

export async function updateUser(sql: Sql, { id, email, name }: UserRow): Promise<void> {
  await sql`update users set email = ${email}, name = ${name} where id = ${id}`
}

export type NewRefreshToken = { hash: Buffer; familyId: string; userId: string; seconds: number }

export async function insertRefreshToken(sql: Sql, token: NewRefreshToken): Promise<void> {
  await sql`
    insert into refresh_tokens (token_hash, family_id, user_id, expires_at)
    values (${token.hash}, ${token.familyId}, ${token.userId}, now() + ${token.seconds} * interval '1 second')`
}

export type Rotation = { old: Buffer; fresh: Buffer; seconds: number; graceSeconds: number }

/** Marks a token rotated and puts its successor beside it. A token rotated moments ago may have another successor. */
export async function rotateRefreshToken(sql: Sql, rotation: Rotation): Promise<UserRow | undefined> {
  const [row] = await sql<UserRow[]>`
    with rotated as (
      update refresh_tokens set rotated_at = coalesce(rotated_at, now())
      where token_hash = ${rotation.old} and revoked_at is null and expires_at > now()
        and (rotated_at is null or rotated_at > now() - ${rotation.graceSeconds} * interval '1 second')
      returning family_id, user_id
    ), made as (
      insert into refresh_tokens (token_hash, family_id, user_id, expires_at)
      select ${rotation.fresh}, family_id, user_id, now() + ${rotation.seconds} * interval '1 second' from rotated
    )
    select u.id, u.email, u.name from rotated join users u on u.id = rotated.user_id`
  return row
}

export type RefusedToken = { user_id: string; was_rotated: boolean; is_expired: boolean; is_revoked: boolean }

export async function findRefreshToken(sql: Sql, hash: Buffer): Promise<RefusedToken | undefined> {
  const [row] = await sql<RefusedToken[]>`
    select user_id, rotated_at is not null as was_rotated, expires_at <= now() as is_expired,
      revoked_at is not null as is_revoked
    from refresh_tokens where token_hash = ${hash}`
  return row
}

/** Ends all tokens that came from the same sign-in; returns whose it was. */
export async function revokeFamily(sql: Sql, hash: Buffer): Promise<string | undefined> {
  const [row] = await sql<{ user_id: string }[]>`
    update refresh_tokens set revoked_at = now()
    where family_id = (select family_id from refresh_tokens where token_hash = ${hash}) and revoked_at is null
    returning user_id`
  return row?.user_id
}
