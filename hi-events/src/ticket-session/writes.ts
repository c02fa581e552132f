import type { Sql } from '@tuvens/platform/db/db'
import { deleteBatch, inBatches } from '@tuvens/platform/db/delete-batches'

/** A write that a person makes in the ticket system, or a change of their account's login, as it is stored: never its body. */
export type TicketWrite = {
  id: string
  /** Null before there is one. */
  sessionId: string | null
  userId: string | null
  accountId: number | null
  method: string
  path: string
  address: string | null
  /** Known when the write is stored together with what it changed. */
  status?: number
}

/** Stores a write before it is passed on, so that it is known even if this process dies. */
export async function insertWrite(sql: Sql, write: TicketWrite): Promise<void> {
  await sql`
    insert into ticket_writes (id, ticket_session_id, tuvens_user_id, tuvens_account_id, method, path, address, status)
    values (${write.id}, ${write.sessionId}, ${write.userId}, ${write.accountId}, ${write.method}, ${write.path},
      ${write.address}, ${write.status ?? null})`
}

/** Adds what the ticket system answered. */
export async function setWriteStatus(sql: Sql, id: string, status: number): Promise<void> {
  await sql`update ticket_writes set status = ${status} where id = ${id}`
}

export function deleteOldWrites(sql: Sql, days: number): Promise<number> {
  const where = sql`made_at < now() - ${days}::integer * interval '1 day'`
  return inBatches(() => deleteBatch(sql, { table: 'ticket_writes', where }))
}

const MAX_PATH = 300
/** Longer parts may be secrets, as those of a link that resets a password. */
const MAX_PART = 24

/** The path of a write without its query and without parts that may be secret. */
export function writtenPathOf(path: string): string {
  const parts = path.split('/').map((part) => (part.length > MAX_PART ? '…' : part))
  return parts.join('/').slice(0, MAX_PATH)
}
