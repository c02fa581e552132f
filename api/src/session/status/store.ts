import type { Role } from '@tuvens/contract'
import type { Sql } from '@tuvens/platform/db/db'
import { APP_ID } from '../token.ts'

type SessionStatusRow = {
  session_id: string
  is_active: boolean
  role: Role | null
  revocation_reason: string | null
}

/**
 * One row per id, in order. A session is active while its user holds the role that they had when it was validated; a role
 * that changed gives other rights, so the session has to be made again. It ends with the sign-in in which it was issued:
 * at its absolute limit, and when no refresh token of it can be used any more. That of an API key ends with the key.
 */
export async function listSessionStatuses(sql: Sql, ids: readonly string[]) {
  return sql<SessionStatusRow[]>`
    select asked.id as session_id, m.role, s.revocation_reason,
      coalesce(s.used_at is not null and s.revoked_at is null and m.role = s.used_role, false)
        and (s.sign_in_id is null or exists (select from sign_ins i
          where i.id = s.sign_in_id and i.ended_at is null and i.expires_at > now()
            and exists (select from refresh_tokens r where r.sign_in_id = i.id and r.expires_at > now())))
        and (s.api_key_id is null or exists (select from api_keys k
          where k.id = s.api_key_id and k.revoked_at is null and coalesce(k.expires_at > now(), true))) as is_active
    from unnest(${ids}::text[]::uuid[]) with ordinality as asked (id, position)
      left join cross_app_sessions s on s.id = asked.id and s.app_id = ${APP_ID}
      left join memberships m on m.user_id = s.user_id and m.account_id = s.account_id
    order by asked.position`
}
