import type { GivenRole, Invitation, Member, Role } from '@tuvens/contract'
import type { Sql } from '@tuvens/platform/db/db'
import { isPlatformUser } from '../auth/api-key/store.ts'
import { onlyRow } from '../base/only-row.ts'

/** Name of an account and the role of a user in it; null for one who is no member. */
export async function findStanding(sql: Sql, accountId: string, userId: string) {
  const [row] = await sql<{ name: string; role: Role | null }[]>`
    select a.name, m.role from accounts a left join memberships m on m.account_id = a.id and m.user_id = ${userId}
    where a.id = ${accountId}`
  return row
}

export async function listMembers(sql: Sql, accountId: string, userId: string): Promise<Member[]> {
  return sql<Member[]>`
    select u.id as user_id, u.name, u.email, m.role, u.id = ${userId} as is_self,
      ${isPlatformUser(sql, sql`u.id`)} as is_platform_user
    from memberships m join users u on u.id = m.user_id where m.account_id = ${accountId}
    order by array_position(array['owner', 'admin', 'editor', 'viewer'], m.role), u.name, u.id`
}

type InvitationRow = Omit<Invitation, 'expires_at'> & { expires_at: Date }

export async function listInvitations(sql: Sql, accountId: string): Promise<Invitation[]> {
  const rows = await sql<InvitationRow[]>`
    select id, email, role, expires_at from invitations
    where account_id = ${accountId} and expires_at > now() order by created_at`
  return rows.map(toInvitation)
}

function toInvitation({ id, email, role, expires_at }: InvitationRow): Invitation {
  return { id, email, role, expires_at: expires_at.toISOString() }
}

type NewInvitation = { accountId: string; userId: string; email: string; role: GivenRole; managers: Role[] }
type InviteOutcome = 'ok' | 'NOT_A_MEMBER' | 'PERMISSION_DENIED' | 'ALREADY_A_MEMBER'

/** Checks the inviter's role, stores the invitation (a second one to an address replaces the first) and queues its mail. */
export async function invite(sql: Sql, invitation: NewInvitation) {
  const rows = await sql<({ outcome: InviteOutcome } & InvitationRow)[]>`
    with decision as (
      select a.name as account, u.name as by, case
        when m.role is null then 'NOT_A_MEMBER'
        when m.role <> all (${invitation.managers}::text[]) then 'PERMISSION_DENIED'
        when exists (select from memberships o join users ou on ou.id = o.user_id
          where o.account_id = a.id and lower(ou.email) = lower(${invitation.email})) then 'ALREADY_A_MEMBER'
        else 'ok' end as outcome
      from users u
        left join accounts a on a.id = ${invitation.accountId}
        left join memberships m on m.account_id = a.id and m.user_id = u.id
      where u.id = ${invitation.userId}
    ), invited as (
      insert into invitations (account_id, email, role, invited_by, expires_at)
      select ${invitation.accountId}, ${invitation.email}, ${invitation.role}, ${invitation.userId}, now() + interval '7 days'
      from decision where outcome = 'ok'
      on conflict (account_id, lower(email)) do update
        set role = excluded.role, invited_by = excluded.invited_by, expires_at = excluded.expires_at, token_hash = null
      returning id, email, role, expires_at
    ), told as (
      insert into mails (kind, recipient, invitation_id, data)
      select 'invitation', invited.email, invited.id,
        jsonb_build_object('account', decision.account, 'by', decision.by, 'role', invited.role)
      from invited cross join decision
    )
    select decision.outcome, invited.* from decision left join invited on true`
  const { outcome, ...row } = onlyRow(rows)
  return outcome === 'ok' ? { outcome, invitation: toInvitation(row) } : { outcome, invitation: null }
}

export type ManagedChange = { accountId: string; userId: string; managers: Role[] }

export async function revokeInvitation(sql: Sql, change: ManagedChange & { id: string }): Promise<boolean> {
  const result = await sql`
    delete from invitations where id = ${change.id} and account_id = ${change.accountId} and exists (
      select from memberships where account_id = ${change.accountId} and user_id = ${change.userId}
        and role = any (${change.managers}::text[]))`
  return result.count === 1
}
