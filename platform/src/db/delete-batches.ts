import type { PendingQuery, Row } from 'postgres'
import type { Sql } from './db.ts'

/**
 * Rows deleted by one statement. One long transaction would hold its locks, and would delay a stream, which waits for every
 * transaction that is older than a change.
 */
export const BATCH_SIZE = 2000

/** Which rows of a table are to go. */
export type Batch = { table: string; key?: string; where: PendingQuery<Row[]> }

/** Deletes one batch; rows that another node deletes at the same time, or that are in use, are left for the next time. */
export async function deleteBatch(sql: Sql, { table, key = 'id', where }: Batch): Promise<number> {
  const { count } = await sql`
    delete from ${sql(table)} where ${sql(key)} in (
      select ${sql(key)} from ${sql(table)} where ${where} limit ${BATCH_SIZE} for update skip locked)`
  return count
}

/** Repeats a statement that deletes one batch until none is left. @returns the number of rows */
export async function inBatches(deleteSome: () => Promise<number>): Promise<number> {
  let total = 0
  for (;;) {
    const deleted = await deleteSome()
    total += deleted
    if (deleted < BATCH_SIZE) return total
  }
}
