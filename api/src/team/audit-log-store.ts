import type { AuditLogEntry } from '@tuvens/contract'
import type { Sql } from '@tuvens/platform/db/db'

export const ENTRIES_PER_PAGE = 50

export type StoredEntry = AuditLogEntry & { id: string }

/**
 * The audit log of an account, the newest first. Without addresses and notes, which are for operators, and without what
 * services only look up. What was refused to people who are no members is left out, too: anybody can name an account in a call,
 * and must write neither a name nor a flood into the page of its owners. An act that succeeded was one of a member.
 */
export async function listAuditLog(
  sql: Sql,
  { accountId, before }: { accountId: string; before: string | undefined },
): Promise<StoredEntry[]> {
  const [at, id] = before?.split('~') ?? []
  const page =
    at === undefined || id === undefined
      ? sql`true`
      : sql`(l.at, l.id) < (${at}::text::timestamptz, ${id}::text::bigint)`
  return sql<StoredEntry[]>`
    select l.id::text, to_char(l.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as at, l.operation, l.outcome,
      case when l.actor like 'user:%' or l.actor like 'service for user:%' then 'user'
        when l.actor like 'key:%' then 'platform'
        when l.actor like 'operator:%' then 'operator' when l.actor = 'anyone' then 'anyone' else 'service' end as by,
      coalesce(u.name, k.name) as name, l.event_id::text, e.title as event_title
    from audit_log l
    cross join lateral (select case when l.actor ~ '^(service for )?user:[0-9]{1,18}$'
      then substring(l.actor from '[0-9]+$')::bigint end as id) person
    left join users u on u.id = person.id
    left join api_keys k on l.actor = 'key:' || k.id and k.account_id = l.account_id
    left join events e on e.id = l.event_id and e.account_id = l.account_id
    where l.account_id = ${accountId} and l.operation not in ('user-accounts', 'validate-permission') and ${page}
      and (l.outcome = 'ok' or person.id is null or l.outcome <> 'NOT_A_MEMBER' and exists (
        select 1 from memberships m where m.account_id = l.account_id and m.user_id = person.id))
    order by l.at desc, l.id desc limit ${ENTRIES_PER_PAGE}`
}
