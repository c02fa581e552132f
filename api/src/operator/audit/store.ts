import type { Sql } from '@tuvens/platform/db/db'
import type { PendingQuery, Row } from 'postgres'

export type AuditFilters = {
  account_id?: string
  user_id?: string
  event_id?: string
  actor?: string
  operation?: string
  outcome?: string
  request_id?: string
  from?: string
  until?: string
  /** `at` and id of the last row of the page before. */
  before?: string
}

export type AuditRow = {
  id: string
  /** With microseconds. */
  at: string
  operation: string
  outcome: string
  actor: string
  user_id: string | null
  account_id: string | null
  event_id: string | null
  request_id: string
  address: string
  note: string | null
}

const EQUAL = ['account_id', 'user_id', 'event_id', 'actor', 'operation', 'request_id'] as const

function conditions(sql: Sql, filters: AuditFilters): PendingQuery<Row[]> {
  const { outcome, from, until, before } = filters
  const [at, id] = before?.split('~') ?? []
  const equal = EQUAL.flatMap((name) => {
    const value = filters[name]
    return value === undefined ? [] : [sql`${sql(name)} = ${value}`]
  })
  const all = [
    sql`true`,
    ...equal,
    ...(outcome === undefined
      ? []
      : [outcome === 'refused' ? sql`outcome <> 'ok'` : sql`outcome = ${outcome}`]),
    ...(from === undefined ? [] : [sql`at >= ${from}::text::timestamptz`]),
    ...(until === undefined ? [] : [sql`at <= ${until}::text::timestamptz`]),
    ...(at === undefined || id === undefined
      ? []
      : [sql`(at, id) < (${at}::text::timestamptz, ${id}::bigint)`]),
  ]
  return all.reduce((one, other) => sql`${one} and ${other}`)
}

/** Rows of the audit log, the newest first. */
export async function listAudits(sql: Sql, filters: AuditFilters, limit: number): Promise<AuditRow[]> {
  return sql<AuditRow[]>`
    select id::text, to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as at, operation, outcome, actor,
      user_id::text, account_id::text, event_id::text, request_id, address, note
    from audit_log where ${conditions(sql, filters)}
    -- The columns of the table, not the text above.
    order by audit_log.at desc, audit_log.id desc limit ${limit}`
}

/** The cursor of the page after one that is full; null after the last page. */
export function nextAudits(rows: readonly AuditRow[], limit: number): string | null {
  const last = rows.at(-1)
  return last === undefined || rows.length < limit ? null : `${last.at}~${last.id}`
}
