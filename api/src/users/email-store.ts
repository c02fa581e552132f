import type { Sql } from '@tuvens/platform/db/db'

/**
 * Changes the e-mail to the address that the link was mailed to, uses the link up and tells the old address. Fails when
 * another user has the address.
 */
export async function changeEmail(sql: Sql, hash: Buffer, userId: string): Promise<string | undefined> {
  const [row] = await sql<{ id: string }[]>`
    with used as (
      delete from one_time_tokens
      where token_hash = ${hash} and purpose = 'change_email' and user_id = ${userId}
        and expires_at > clock_timestamp()
      returning user_id, email
    ), before as (
      select u.id, u.email from users u join used on used.user_id = u.id
    ), changed as (
      update users set email = used.email, email_verified_at = now() from used where id = used.user_id
      returning id
    ), links as (
      delete from one_time_tokens where user_id in (select id from changed) and token_hash <> ${hash}
    ), told as (
      insert into mails (kind, recipient, user_id, data)
      select 'email_changed', before.email, before.id, jsonb_build_object('what', used.email) from before cross join used
    )
    select id from changed`
  return row?.id
}
