import type { Membership } from '@tuvens/contract'
import type { Sql } from '@tuvens/platform/db/db'
import type { IdentityRow } from '../auth/store.ts'

type LoginRow = IdentityRow & { password_hash: string; has_second_factor: boolean }

export async function findLogin(sql: Sql, email: string): Promise<LoginRow | undefined> {
  const [row] = await sql<LoginRow[]>`
    select id, email, name, password_hash, second_factor_at is not null as has_second_factor from users
    where lower(email) = lower(${email}) and password_hash is not null`
  return row
}

export async function findUser(sql: Sql, id: string) {
  const [row] = await sql<(IdentityRow & { is_email_verified: boolean })[]>`
    select id, email, name, email_verified_at is not null as is_email_verified from users where id = ${id}`
  return row
}

export async function listMemberships(sql: Sql, userId: string) {
  return sql<(Omit<Membership, 'account_id' | 'permissions'> & { account_id: string })[]>`
    select m.account_id, a.name, a.slug, m.role, m.is_default
    from memberships m join accounts a on a.id = m.account_id
    where m.user_id = ${userId}
    order by m.is_default desc, a.name, a.id`
}

/**
 * Deletes the user of an e-mail that nobody has confirmed, with the account made for them: it must not keep the real
 * owner of the address out. `exceptId` is the user who proves that it is theirs.
 */
export async function deleteUnverified(
  sql: Sql,
  email: string,
  exceptId: string | null = null,
): Promise<void> {
  await sql`
    with gone as (
      delete from users where lower(email) = lower(${email}) and password_hash is not null and email_verified_at is null
        and id is distinct from ${exceptId}::bigint
      returning id
    )
    delete from accounts where id in (select account_id from memberships where user_id in (select id from gone))`
}

/** Whether this is the secret of an open invitation that was mailed to the address. */
export async function isInvited(sql: Sql, hash: Buffer, email: string): Promise<boolean> {
  const rows = await sql`
    select from invitations where token_hash = ${hash} and lower(email) = lower(${email}) and expires_at > now()`
  return rows.length > 0
}

/**
 * Confirms the e-mail that the link was mailed to, as long as it is still the user's. Uses the link up. When the e-mail is
 * confirmed already, a second link does nothing: it would sign in without the second step, which is for confirmed ones only.
 */
export async function verifyEmail(sql: Sql, hash: Buffer, userId: string): Promise<IdentityRow | undefined> {
  const [row] = await sql<IdentityRow[]>`
    with used as (
      delete from one_time_tokens
      where token_hash = ${hash} and purpose = 'verify_email' and user_id = ${userId}
        and expires_at > clock_timestamp()
      returning user_id, email
    )
    update users set email_verified_at = now() from used
    where id = used.user_id and email_verified_at is null and lower(users.email) = lower(used.email)
    returning id, users.email, name`
  return row
}
