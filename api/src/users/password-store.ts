import type { Language } from '@tuvens/messages/languages'
import type { Sql } from '@tuvens/platform/db/db'

/** Queues the mail with the link when there is such a user. One statement, so that it takes as long when there is none. */
export async function queuePasswordReset(
  sql: Sql,
  email: string,
  language: Language | null,
): Promise<string | undefined> {
  const [row] = await sql<{ user_id: string }[]>`
    insert into mails (kind, recipient, user_id, data)
    select 'reset_password', email, id, jsonb_strip_nulls(jsonb_build_object('language', ${language}::text)) from users
    where lower(email) = lower(${email}) and password_hash is not null
    returning user_id`
  return row?.user_id
}

/** The e-mail and name of the user of a link that sets a new password. The link stays usable. */
export async function findResetUser(sql: Sql, hash: Buffer) {
  const [row] = await sql<{ email: string; name: string }[]>`
    select u.email, u.name from one_time_tokens t join users u on u.id = t.user_id
    where t.token_hash = ${hash} and t.purpose = 'reset_password' and t.expires_at > clock_timestamp()
      and lower(u.email) = lower(t.email)`
  return row
}

/**
 * Uses the link up, sets the password, ends all sign-ins and sessions of the user, and makes their other links
 * useless. The link came by mail, so it also confirms the e-mail.
 */
export async function resetPassword(
  sql: Sql,
  hash: Buffer,
  passwordHash: string,
): Promise<string | undefined> {
  const [row] = await sql<{ id: string }[]>`
    with used as (
      delete from one_time_tokens
      where token_hash = ${hash} and purpose = 'reset_password' and expires_at > clock_timestamp()
      returning user_id, email
    ), changed as (
      update users set password_hash = ${passwordHash}, email_verified_at = coalesce(email_verified_at, now())
      from used where id = used.user_id and lower(users.email) = lower(used.email)
      returning id, users.email
    ), ended as (
      update sign_ins set ended_at = now() where user_id in (select id from changed) and ended_at is null
    ), revoked as (
      update cross_app_sessions set revoked_at = now()
      where user_id in (select id from changed) and revoked_at is null
    ), others as (
      delete from one_time_tokens where user_id in (select id from changed) and token_hash <> ${hash}
    ), told as (
      insert into mails (kind, recipient, user_id) select 'password_changed', email, id from changed
    )
    select id from changed`
  return row?.id
}

/** Sets the password and ends all other sign-ins of the user, with the sessions that were issued in them. */
export async function changePassword(
  sql: Sql,
  change: { userId: string; signInId: string | null; passwordHash: string },
): Promise<void> {
  await sql`
    with changed as (
      update users set password_hash = ${change.passwordHash} where id = ${change.userId} returning id, email
    ), ended as (
      update sign_ins set ended_at = now()
      where user_id in (select id from changed) and ended_at is null and id is distinct from ${change.signInId}::uuid
      returning id
    ), revoked as (
      update cross_app_sessions set revoked_at = now()
      where sign_in_id in (select id from ended) and revoked_at is null
    ), links as (
      delete from one_time_tokens where user_id in (select id from changed) and purpose <> 'verify_email'
    )
    insert into mails (kind, recipient, user_id) select 'password_changed', email, id from changed`
}
