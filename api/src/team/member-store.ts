import type { GivenRole, Role } from '@tuvens/contract'
import type { Sql } from '@tuvens/platform/db/db'
import { isPlatformUser } from '../auth/api-key/store.ts'
import { onlyRow } from '../base/only-row.ts'
import type { ManagedChange } from './store.ts'

export type MemberOutcome = 'ok' | 'NOT_A_MEMBER' | 'PERMISSION_DENIED' | 'MEMBER_NOT_FOUND' | 'OWNER_NEEDED'

/** Who asks and who is meant, both locked, so that two changes at once do not leave an account without an owner. */
function decided(sql: Sql, change: ManagedChange & { memberId: string }) {
  return sql`
    locked as materialized (
      select user_id, role from memberships
      where account_id = ${change.accountId} and user_id in (${change.userId}, ${change.memberId})
      order by user_id for update
    ), decision as (
      select case
        when own.role is null then 'NOT_A_MEMBER'
        when other.role is null then 'MEMBER_NOT_FOUND'
        when own.role <> all (${change.managers}::text[]) and own.user_id <> other.user_id then 'PERMISSION_DENIED'
        when other.role = 'owner' then 'OWNER_NEEDED'
        else 'ok' end as outcome, own.role as own_role
      from (values (true)) one (row)
        left join locked own on own.user_id = ${change.userId}
        left join locked other on other.user_id = ${change.memberId}
    )`
}

type RoleChange = ManagedChange & { memberId: string; role: GivenRole }

/**
 * Changes a role, and tells the member by mail. Their sessions are revoked: the next click gives the new rights. Who may not
 * invite any more leaves no invitation behind.
 */
export async function changeRole(sql: Sql, change: RoleChange): Promise<MemberOutcome> {
  const rows = await sql<{ outcome: MemberOutcome }[]>`
    with ${decided(sql, change)}, refined as (
      select case when outcome = 'ok' and own_role <> all (${change.managers}::text[]) then 'PERMISSION_DENIED'
        else outcome end as outcome from decision
    ), changed as (
      update memberships set role = ${change.role}
      where account_id = ${change.accountId} and user_id = ${change.memberId} and role <> ${change.role}
        and (select outcome from refined) = 'ok'
      returning user_id, account_id
    ), revoked as (
      update cross_app_sessions s set revoked_at = now() from changed
      where s.user_id = changed.user_id and s.account_id = changed.account_id and s.revoked_at is null
    ), uninvited as (
      delete from invitations i using changed
      where i.invited_by = changed.user_id and i.account_id = changed.account_id
        and ${change.role} <> all (${change.managers}::text[])
    ), told as (
      insert into mails (kind, recipient, user_id, data)
      select 'role_changed', u.email, u.id, jsonb_build_object('account', a.name, 'role', ${change.role}::text)
      from changed join users u on u.id = changed.user_id join accounts a on a.id = changed.account_id
      where not ${isPlatformUser(sql, sql`changed.user_id`)}
    )
    select outcome from refined`
  return onlyRow(rows).outcome
}

/** Removes a member, or lets one leave, and revokes their sessions for the account and the invitations they made. */
export async function removeMember(
  sql: Sql,
  change: ManagedChange & { memberId: string },
): Promise<MemberOutcome> {
  const rows = await sql<{ outcome: MemberOutcome }[]>`
    with ${decided(sql, change)}, gone as (
      delete from memberships
      where account_id = ${change.accountId} and user_id = ${change.memberId} and (select outcome from decision) = 'ok'
      returning user_id, account_id
    ), revoked as (
      update cross_app_sessions s set revoked_at = now() from gone
      where s.user_id = gone.user_id and s.account_id = gone.account_id and s.revoked_at is null
    ), uninvited as (
      delete from invitations i using gone where i.invited_by = gone.user_id and i.account_id = gone.account_id
    ), told as (
      insert into mails (kind, recipient, user_id, data)
      select 'removed', u.email, u.id, jsonb_build_object('account', a.name)
      from gone join users u on u.id = gone.user_id join accounts a on a.id = gone.account_id
      where not ${isPlatformUser(sql, sql`gone.user_id`)}
    )
    select outcome from decision`
  return onlyRow(rows).outcome
}

/** Makes another member the owner; the present one becomes an admin. */
export async function handOver(
  sql: Sql,
  change: ManagedChange & { memberId: string },
): Promise<MemberOutcome> {
  const rows = await sql<{ outcome: MemberOutcome }[]>`
    with locked as materialized (
      select user_id, role from memberships
      where account_id = ${change.accountId} and user_id in (${change.userId}, ${change.memberId})
      order by user_id for update
    ), decision as (
      select case
        when own.role is null then 'NOT_A_MEMBER'
        when own.role <> 'owner' then 'PERMISSION_DENIED'
        when other.role is null or other.user_id = own.user_id
          or ${isPlatformUser(sql, sql`other.user_id`)} then 'MEMBER_NOT_FOUND'
        else 'ok' end as outcome
      from (values (true)) one (row)
        left join locked own on own.user_id = ${change.userId}
        left join locked other on other.user_id = ${change.memberId}
    ), changed as (
      update memberships set role = case when user_id = ${change.memberId} then 'owner' else 'admin' end
      where account_id = ${change.accountId} and user_id in (${change.userId}, ${change.memberId})
        and (select outcome from decision) = 'ok'
    ), told as (
      insert into mails (kind, recipient, user_id, data)
      select 'handed_over', u.email, u.id, jsonb_build_object('account', a.name, 'by', own.name)
      from users u, accounts a, users own
      where u.id = ${change.memberId} and a.id = ${change.accountId} and own.id = ${change.userId}
        and (select outcome from decision) = 'ok'
    )
    select outcome from decision`
  return onlyRow(rows).outcome
}

export type OfferedInvitation = { account_name: string; role: Role; email: string; invited_by: string }

export async function findInvitation(sql: Sql, hash: Buffer): Promise<OfferedInvitation | undefined> {
  const [row] = await sql<OfferedInvitation[]>`
    select a.name as account_name, i.role, i.email, u.name as invited_by
    from invitations i join accounts a on a.id = i.account_id join users u on u.id = i.invited_by
    where i.token_hash = ${hash} and i.expires_at > now()`
  return row
}

type Answer = { account_id: string; outcome: 'ok' | 'INVITED_ANOTHER' }

/**
 * Joins the account, if the invitation was mailed to the user's e-mail, and uses it up. The link came by mail, so it also
 * confirms the e-mail. A role that the user has already is kept.
 */
export async function acceptInvitation(sql: Sql, hash: Buffer, userId: string): Promise<Answer | undefined> {
  const [row] = await sql<Answer[]>`
    with found as (
      select i.id, i.account_id, i.role, lower(u.email) = lower(i.email) as is_theirs
      from invitations i join users u on u.id = ${userId}
      where i.token_hash = ${hash} and i.expires_at > now()
      for update of i
    ), used as (
      delete from invitations where id in (select id from found where is_theirs) returning account_id, role
    ), joined as (
      insert into memberships (user_id, account_id, role) select ${userId}, account_id, role from used
      on conflict (user_id, account_id) do nothing
    ), verified as (
      update users set email_verified_at = coalesce(email_verified_at, now())
      where id = ${userId} and exists (select from used)
    )
    select account_id, case when is_theirs then 'ok' else 'INVITED_ANOTHER' end as outcome from found`
  return row
}

export async function declineInvitation(sql: Sql, hash: Buffer): Promise<string | undefined> {
  const [row] = await sql<{ account_id: string }[]>`
    delete from invitations where token_hash = ${hash} returning account_id`
  return row?.account_id
}
