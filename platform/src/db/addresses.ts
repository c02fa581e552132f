import type { EnvFields } from '../config.ts'

/** How a service reaches its database. */
export type DatabaseAddresses = {
  databaseUrl: string
  /**
   * PostgreSQL itself, for what needs one connection for longer than a transaction (LISTEN, migrations), and for transactions
   * that wait for something else than the database: they would hold the few connections of a pooler.
   */
  directDatabaseUrl: string
  /** Whether `databaseUrl` leads to a pooler, which may run each transaction on another connection. */
  isPooled: boolean
}

/** Reads `DATABASE_URL` and, for a set-up with a pooler, `DATABASE_DIRECT_URL`. */
export function readDatabaseAddresses(fields: EnvFields): DatabaseAddresses {
  const read = (name: string) => fields.secretUrl(name, 'postgres', 'postgresql')
  const isMissing = fields.optional('DATABASE_URL') === undefined
  const databaseUrl = read('DATABASE_URL') ?? (isMissing ? fields.missing('DATABASE_URL', 'set it') : '')
  const direct = read('DATABASE_DIRECT_URL')
  return { databaseUrl, directDatabaseUrl: direct ?? databaseUrl, isPooled: direct !== undefined }
}
