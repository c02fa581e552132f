import type { Db, Sql } from '@tuvens/platform/db/db'
import { useOneTimeToken } from '../base/one-time-token.ts'
import { deleteUnverified } from './store.ts'

/**
 * Uses the link up and changes the e-mail to the address that it was mailed to. A user of that address who never
 * confirmed it is deleted. Fails, and leaves the link as it was, when another user has confirmed the address.
 */
export async function changeEmail(db: Db, hash: Buffer, userId: string): Promise<string | undefined> {
  return db.begin(async (sql) => {
    const used = await useOneTimeToken(sql, { hash, purpose: 'change_email', userId })
    const email = used?.email ?? null
    if (email === null) return undefined
    await deleteUnverified(sql, email, userId)
    return updateEmail(sql, userId, email)
  })
}

/** Makes the other links of the user useless and tells the old address. */
async function updateEmail(sql: Sql, userId: string, email: string): Promise<string | undefined> {
  const [row] = await sql<{ id: string }[]>`
    with before as (
      select id, email from users where id = ${userId}
    ), changed as (
      update users set email = ${email}, email_verified_at = now() where id = ${userId} returning id
    ), links as (
      delete from one_time_tokens where user_id in (select id from changed)
    ), told as (
      insert into mails (kind, recipient, user_id, data)
      select 'email_changed', before.email, before.id, jsonb_build_object('what', ${email}::text) from before
    )
    select id from changed`
  return row?.id
}
