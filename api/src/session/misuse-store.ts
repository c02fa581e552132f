import type { Sql } from '@tuvens/platform/db/db'
import type { LimitRule } from '@tuvens/platform/limits/limit'
import type { MailKind } from '../mail/store.ts'

const KIND: MailKind = 'session_misused'

/** `hasOwnAccounts`: people sign in here, not at an outside issuer. */
type MisuseMails = { limit: LimitRule; hasOwnAccounts: boolean }

/**
 * Mails the user of each session that a misuse of its token has revoked, once. The row of the session is the record that
 * it has to be told: the statement that consumes tokens, which every organiser waits for, does no more than that. Only a
 * verified e-mail gets a mail, up to the limit for one user. What another statement holds is told after that one.
 */
export async function insertMisuseMails(sql: Sql, { limit, hasOwnAccounts }: MisuseMails): Promise<void> {
  await sql`
    with told as (
      update cross_app_sessions s set misuse_told_at = now()
      from users u
      where u.id = s.user_id and s.token_hash in (
        select token_hash from cross_app_sessions
        where revocation_reason is not null and misuse_told_at is null for update skip locked)
      returning s.user_id, s.event_id, s.revoked_at, s.revocation_reason, u.email,
        u.email_verified_at is not null as is_verified
    ), numbered as (
      select told.*, row_number() over (partition by user_id order by revoked_at) as nth from told where is_verified
    )
    insert into mails (kind, recipient, user_id, data)
    select ${KIND}, email, user_id, jsonb_strip_nulls(jsonb_build_object(
      'reason', revocation_reason,
      'at', to_char(revoked_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
      'event', (select title from events where id = event_id),
      'hasOwnAccounts', ${hasOwnAccounts}::boolean))
    from numbered
    where nth + (select count(*) from mails m where m.user_id = numbered.user_id and kind = ${KIND}
      and created_at > now() - ${limit.seconds}::integer * interval '1 second') <= ${limit.points}::integer`
}
