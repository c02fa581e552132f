import type { ExportedData } from '@tuvens/contract'
import type { Sql } from '@tuvens/platform/db/db'

/** Instants as the contract writes them. */
const ISO = 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'

/** One JSON object, made by one statement, so that all of it is of the same moment. */
export async function exportAll(sql: Sql, userId: string): Promise<ExportedData | undefined> {
  const [row] = await sql<{ data: ExportedData }[]>`
    select jsonb_build_object(
      'exported_at', to_char(now() at time zone 'UTC', ${ISO}),
      'user', jsonb_build_object('id', u.id::text, 'name', u.name, 'email', u.email,
        'created_at', to_char(u.created_at at time zone 'UTC', ${ISO}),
        'email_verified_at', to_char(u.email_verified_at at time zone 'UTC', ${ISO}), 'language', u.language),
      'accounts', coalesce((
        select jsonb_agg(jsonb_build_object('account_id', a.id, 'name', a.name, 'slug', a.slug, 'role', m.role,
          'is_default', m.is_default, 'permissions', '[]'::jsonb,
          'events', coalesce((select jsonb_agg(to_jsonb(e) order by e.id) from events e where e.account_id = a.id), '[]')))
        from memberships m join accounts a on a.id = m.account_id where m.user_id = u.id), '[]'),
      'sign_ins', coalesce((
        select jsonb_agg(jsonb_build_object('created_at', s.created_at, 'last_used_at', s.last_used_at,
          'ended_at', s.ended_at, 'address', s.address, 'user_agent', s.user_agent) order by s.created_at)
        from sign_ins s where s.user_id = u.id), '[]'),
      'passkeys', coalesce((
        select jsonb_agg(jsonb_build_object('id', p.id, 'name', p.name,
          'created_at', to_char(p.created_at at time zone 'UTC', ${ISO}),
          'last_used_at', to_char(p.last_used_at at time zone 'UTC', ${ISO})))
        from passkeys p where p.user_id = u.id), '[]'),
      'activity', coalesce((
        select jsonb_agg(jsonb_build_object('at', l.at, 'operation', l.operation, 'outcome', l.outcome,
          'address', l.address, 'account_id', l.account_id, 'event_id', l.event_id) order by l.at)
        from (select * from audit_log where user_id = u.id order by at desc limit 5000) l), '[]')
    ) as data
    from users u where u.id = ${userId}`
  return row?.data
}
