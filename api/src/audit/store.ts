import type { Sql } from '@tuvens/platform/db/db'
import type { AuditEntry } from './entry.ts'

/** Several rows in one statement, in the transaction of `sql` when it is one. */
export async function insertAuditEntries(sql: Sql, entries: readonly AuditEntry[]): Promise<void> {
  const rows = entries.map((entry) => ({
    at: entry.at,
    operation: entry.operation,
    outcome: entry.outcome,
    actor: entry.actor,
    user_id: entry.userId ?? null,
    account_id: entry.accountId ?? null,
    event_id: entry.eventId ?? null,
    request_id: entry.requestId,
    address: entry.address,
    note: entry.note ?? null,
  }))
  await sql`insert into audit_log ${sql(rows)}`
}
