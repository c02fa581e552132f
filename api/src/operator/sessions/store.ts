import type { Sql } from '@tuvens/platform/db/db'

export type ListedSession = {
  /** A browser that is signed in, or a session with the ticket origin. */
  kind: 'sign-in' | 'session'
  id: string
  user_id: string
  user_name: string
  account_id: string | null
  event_id: string | null
  created_at: Date
  last_used_at: Date | null
  expires_at: Date
  address: string | null
}

export type SessionFilters = { user_id?: string; email?: string; account_id?: string }
const MAX_ROWS = 100

/** What still gives rights, the newest first. */
export async function listSessions(sql: Sql, filters: SessionFilters): Promise<ListedSession[]> {
  const { user_id = null, email = null, account_id = null } = filters
  return sql<ListedSession[]>`
    with people as (
      select id, name from users u
      where (${user_id}::bigint is null or u.id = ${user_id}) and (${email}::text is null or lower(u.email) = lower(${email}))
        and (${account_id}::bigint is null or exists (
          select from memberships m where m.user_id = u.id and m.account_id = ${account_id})))
    (select 'sign-in' as kind, s.id::text, s.user_id::text, p.name as user_name, null as account_id, null as event_id,
      s.created_at, s.last_used_at, s.expires_at, s.address
    from sign_ins s join people p on p.id = s.user_id where s.ended_at is null and s.expires_at > now()
    order by s.created_at desc limit ${MAX_ROWS})
    union all
    (select 'session', s.id::text, s.user_id::text, p.name, s.account_id::text, s.event_id::text, s.created_at,
      s.last_used_at, s.expires_at, null
    from cross_app_sessions s join people p on p.id = s.user_id
    where s.revoked_at is null and (s.used_at is not null or s.expires_at > now())
      and (${account_id}::bigint is null or s.account_id = ${account_id})
    order by s.created_at desc limit ${MAX_ROWS})
    order by created_at desc limit ${MAX_ROWS}`
}

export type EndedSession = { user_id: string; account_id: string | null; event_id: string | null }

/** Ends one session with the ticket origin. Undefined when it has ended already. */
export async function revokeSessionById(sql: Sql, id: string): Promise<EndedSession | undefined> {
  const [row] = await sql<EndedSession[]>`
    update cross_app_sessions set revoked_at = now() where id = ${id} and revoked_at is null
    returning user_id, account_id, event_id`
  return row
}

export async function findUserOfSignIn(sql: Sql, id: string): Promise<string | undefined> {
  const [row] = await sql<{ user_id: string }[]>`select user_id from sign_ins where id = ${id}`
  return row?.user_id
}

/** Ends all sessions of a user with the ticket origin, also those of no sign-in of ours. */
export async function revokeSessionsOf(sql: Sql, userId: string): Promise<number> {
  const { count } = await sql`
    update cross_app_sessions set revoked_at = now() where user_id = ${userId} and revoked_at is null`
  return count
}
