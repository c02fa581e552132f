import type { Language } from '@tuvens/messages/languages'
import type { Sql } from '@tuvens/platform/db/db'
import { onlyRow } from '../base/only-row.ts'
import type { AccountNames } from './new-account.ts'

export type IdentityRow = { id: string; email: string; name: string }

/** With a password, or with the identity an outside issuer gives. */
type NewTuvensUser = {
  email: string
  name: string
  passwordHash: string | null
  isEmailVerified: boolean
  identity?: { issuer: string; subject: string }
}

/** A user, an account of their own and the membership in it. Fails when the e-mail or the identity is taken. */
export async function insertUserWithAccount(
  sql: Sql,
  user: NewTuvensUser,
  account: AccountNames,
): Promise<IdentityRow> {
  const { issuer = null, subject = null } = user.identity ?? {}
  const rows = await sql<IdentityRow[]>`
    with new_user as (
      insert into users (email, name, password_hash, email_verified_at)
      values (${user.email}, ${user.name}, ${user.passwordHash}, case when ${user.isEmailVerified} then now() end)
      returning id, email, name
    ), new_identity as (
      insert into identities (issuer, subject, user_id)
      select ${issuer}, ${subject}, id from new_user where ${issuer}::text is not null
    ), new_account as (
      insert into accounts (name, slug) values (${account.name},
        case when exists (select from accounts where slug = ${account.slug})
          then ${account.slugIfTaken} else ${account.slug} end)
      returning id
    ), new_membership as (
      insert into memberships (user_id, account_id, role, is_default)
      select new_user.id, new_account.id, 'owner', true from new_user, new_account
    )
    select id, email, name from new_user`
  return onlyRow(rows)
}

export async function findIdentity(sql: Sql, issuer: string, subject: string) {
  const [row] = await sql<(IdentityRow & { is_email_verified: boolean })[]>`
    select u.id, u.email, u.name, u.email_verified_at is not null as is_email_verified from identities i join users u on u.id = i.user_id
    where i.issuer = ${issuer} and i.subject = ${subject}`
  return row
}

/** Keeps the language in which a user reads, for their mails. */
export async function updateLanguage(sql: Sql, id: string, language: Language): Promise<void> {
  await sql`update users set language = ${language} where id = ${id} and language is distinct from ${language}`
}

/** Stores what an outside issuer claims of a user. */
export async function updateUser(sql: Sql, user: IdentityRow & { isEmailVerified: boolean }): Promise<void> {
  await sql`
    update users set email = ${user.email}, name = ${user.name},
      email_verified_at = case when ${user.isEmailVerified} then coalesce(email_verified_at, now()) end
    where id = ${user.id}`
}
