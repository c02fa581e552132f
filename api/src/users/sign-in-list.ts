import type { SignIn } from '@tuvens/contract'
import type { Sql } from '@tuvens/platform/db/db'

type SignInRow = Omit<SignIn, 'created_at' | 'last_used_at'> & { created_at: Date; last_used_at: Date }

/** The sign-ins of a user that can still be used, the last used first. */
export async function listSignIns(sql: Sql, userId: string, currentId: string | null): Promise<SignIn[]> {
  const rows = await sql<SignInRow[]>`
    select s.id, s.created_at, s.last_used_at, s.address, s.user_agent, s.id = ${currentId}::uuid as is_current
    from sign_ins s
    where s.user_id = ${userId} and s.ended_at is null and s.expires_at > now()
      and exists (select from refresh_tokens r where r.sign_in_id = s.id and r.expires_at > now())
    order by s.last_used_at desc limit 100`
  return rows.map((row) => ({
    ...row,
    created_at: row.created_at.toISOString(),
    last_used_at: row.last_used_at.toISOString(),
  }))
}
