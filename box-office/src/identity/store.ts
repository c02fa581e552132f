import type { Sql } from '@tuvens/platform/db/db'
import type { Role } from '../rest/principal.ts'

export type UserRow = {
  id: number
  email: string
  first_name: string
  last_name: string
  timezone: string
  locale: string
}
export type AccountRow = {
  id: number
  name: string
  currency_code: string
  timezone: string
  updated_at: Date
}
export type MemberRow = UserRow & {
  account_id: number
  role: Role
  is_owner: boolean
  status: string
  last_login_at: Date | null
}
export type NewUser = Omit<UserRow, 'id'> & { password_hash: string }

export async function insertUser(sql: Sql, user: NewUser): Promise<UserRow | undefined> {
  const [row] = await sql<UserRow[]>`
    insert into users ${sql(user, 'email', 'first_name', 'last_name', 'password_hash', 'timezone', 'locale')}
    on conflict (lower(email)) do nothing
    returning id, email, first_name, last_name, timezone, locale`
  return row
}

export async function insertAccount(
  sql: Sql,
  account: { name: string; email: string; currency_code: string; timezone: string },
): Promise<AccountRow[]> {
  return sql<AccountRow[]>`
    insert into accounts ${sql(account, 'name', 'email', 'currency_code', 'timezone')}
    returning id, name, currency_code, timezone, updated_at`
}

export async function insertOwner(
  sql: Sql,
  ids: { accountId: number; userId: number; at: Date },
): Promise<void> {
  await sql`
    insert into account_users (account_id, user_id, role, is_owner, last_login_at)
    values (${ids.accountId}, ${ids.userId}, 'ADMIN', true, ${ids.at})`
}

export async function findUserByEmail(
  sql: Sql,
  email: string,
): Promise<(UserRow & { password_hash: string }) | undefined> {
  const [row] = await sql<(UserRow & { password_hash: string })[]>`
    select id, email, first_name, last_name, timezone, locale, password_hash from users
    where lower(email) = lower(${email})`
  return row
}

export async function findPasswordHash(sql: Sql, userId: number): Promise<string | undefined> {
  const [row] = await sql<{ password_hash: string }[]>`select password_hash from users where id = ${userId}`
  return row?.password_hash
}

/** @returns false when it is not that hash any more */
export async function replacePasswordHash(
  sql: Sql,
  userId: number,
  { before, after }: { before: string; after: string },
): Promise<boolean> {
  const { count } = await sql`
    update users set password_hash = ${after} where id = ${userId} and password_hash = ${before}`
  return count === 1
}

export async function findUser(sql: Sql, id: number): Promise<UserRow | undefined> {
  const [row] = await sql<UserRow[]>`
    select id, email, first_name, last_name, timezone, locale from users where id = ${id}`
  return row
}

export async function listAccountsOf(sql: Sql, userId: number): Promise<AccountRow[]> {
  return sql<AccountRow[]>`
    select a.id, a.name, a.currency_code, a.timezone, a.updated_at
    from accounts a join account_users m on m.account_id = a.id
    where m.user_id = ${userId} and m.status = 'ACTIVE' order by a.id`
}

export async function findAccount(sql: Sql, id: number): Promise<AccountRow | undefined> {
  const [row] = await sql<AccountRow[]>`
    select id, name, currency_code, timezone, updated_at from accounts where id = ${id}`
  return row
}

export async function findMember(
  sql: Sql,
  ids: { userId: number; accountId: number },
): Promise<MemberRow | undefined> {
  const [row] = await sql<MemberRow[]>`
    select u.id, u.email, u.first_name, u.last_name, u.timezone, u.locale,
      m.account_id, m.role, m.is_owner, m.status, m.last_login_at
    from users u join account_users m on m.user_id = u.id
    where u.id = ${ids.userId} and m.account_id = ${ids.accountId} and m.status = 'ACTIVE'`
  return row
}

export async function recordLogin(
  sql: Sql,
  { userId, accountId, at }: { userId: number; accountId: number; at: Date },
): Promise<void> {
  await sql`
    update account_users set last_login_at = ${at} where user_id = ${userId} and account_id = ${accountId}`
}

/** The user of a token and their role in its account; undefined when the token is revoked. */
export async function findBearer(
  sql: Sql,
  token: { userId: number; accountId: number; jtiHash: Buffer },
): Promise<{ role: Role | null } | undefined> {
  const [row] = await sql<{ role: Role | null }[]>`
    select m.role from users u
    left join account_users m on m.user_id = u.id and m.account_id = ${token.accountId} and m.status = 'ACTIVE'
    where u.id = ${token.userId}
      and not exists (select from revoked_tokens where jti_hash = ${token.jtiHash})`
  return row
}

/** @returns false when the token was revoked before */
export async function revokeToken(sql: Sql, token: { jtiHash: Buffer; expiresAt: Date }): Promise<boolean> {
  const rows = await sql`
    insert into revoked_tokens (jti_hash, expires_at) values (${token.jtiHash}, ${token.expiresAt})
    on conflict do nothing returning 1`
  return rows.length === 1
}

export async function deleteExpiredTokens(sql: Sql, now: Date): Promise<void> {
  await sql`delete from revoked_tokens where expires_at < ${now}`
}
