import { ServiceError } from '@tuvens/contract'
import { type Db, type Sql, sqlState } from './db/db.ts'

const MAX_MS = 5_000
const CANCELLED = '57014'

/**
 * Runs the search of an operator, which must not take the database from everybody else for long.
 *
 * @throws ServiceError BUSINESS_RULE when it takes too long
 */
export async function bounded<T>(db: Db, search: (sql: Sql) => Promise<T>): Promise<T> {
  try {
    return (await db.begin(async (sql) => {
      await sql`select set_config('statement_timeout', ${String(MAX_MS)}, true)`
      return await search(sql)
    })) as T
  } catch (error) {
    if (sqlState(error) !== CANCELLED) throw error
    throw searchTooLong(error)
  }
}

export function searchTooLong(cause: unknown): ServiceError {
  const message = 'The search took longer than 5 seconds: narrow it, for example by time'
  return new ServiceError('BUSINESS_RULE', { details: [{ field: 'search', message }], cause })
}
