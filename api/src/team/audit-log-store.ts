import type { AuditLogEntry } from '@tuvens/contract'
import type { Sql } from '@tuvens/platform/db/db'

export const ENTRIES_PER_PAGE = 50

export type StoredEntry = AuditLogEntry & { id: string }

/**
 * The audit log of an account, the newest first. Without addresses and notes, which are for operators, and without what
 * services only look up.
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
        when l.actor like 'operator:%' then 'operator' when l.actor = 'anyone' then 'anyone' else 'service' end as by,
      u.name, l.event_id::text, e.title as event_title
    from audit_log l
    left join users u on u.id = case when l.actor ~ '^(service for )?user:[0-9]{1,18}$'
      then substring(l.actor from '[0-9]+$')::bigint end
    left join events e on e.id = l.event_id and e.account_id = l.account_id
    where l.account_id = ${accountId} and l.operation not in ('user-accounts', 'validate-permission') and ${page}
    order by l.at desc, l.id desc limit ${ENTRIES_PER_PAGE}`
}
