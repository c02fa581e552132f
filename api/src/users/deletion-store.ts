import type { Db, Sql } from '@tuvens/platform/db/db'
import { isPlatformUser, PLATFORM_ISSUER } from '../auth/api-key/store.ts'
import { onlyRow } from '../base/only-row.ts'

/**
 * Deletes a user, and the accounts in which they are the only member, with their events, unless they own an account with
 * other members. The users of an account's platform do not count, and go with it. Sign-ins, sessions and memberships go with the user.
 */
export async function deleteUser(db: Db, userId: string): Promise<{ is_owner_needed: boolean }> {
  return db.begin(async (sql) => {
    await lockMemberships(sql, userId)
    return deleteLocked(sql, userId)
  })
}

/**
 * Waits for whatever changes the roles and members of the user's accounts, and has it wait: an account that is handed over
 * to the user, or joined, at this moment would lose its owner. A statement of its own, because the next one has to see what
 * it waited for.
 */
async function lockMemberships(sql: Sql, userId: string): Promise<void> {
  await sql`
    select from memberships m join accounts a on a.id = m.account_id
    where m.user_id = ${userId} order by a.id for update`
}

async function deleteLocked(sql: Sql, userId: string): Promise<{ is_owner_needed: boolean }> {
  const rows = await sql<{ is_owner_needed: boolean }[]>`
    with owned as (
      select m.account_id, (select count(*) from memberships o where o.account_id = m.account_id
        and not ${isPlatformUser(sql, sql`o.user_id`)}) as members
      from memberships m where m.user_id = ${userId} and m.role = 'owner'
    ), shared as (
      select account_id from owned where members > 1
    ), gone_accounts as (
      delete from accounts where id in (select account_id from owned) and not exists (select from shared)
    ), gone_platform_users as (
      delete from users where not exists (select from shared) and id in (
        select i.user_id from identities i join owned on i.issuer = ${PLATFORM_ISSUER}::text || owned.account_id)
    ), gone as (
      delete from users where id = ${userId} and not exists (select from shared) returning email, language
    ), told as (
      insert into mails (kind, recipient, data)
      select 'user_deleted', email, jsonb_strip_nulls(jsonb_build_object('language', language)) from gone
    )
    select exists (select from shared) as is_owner_needed`
  return onlyRow(rows)
}
