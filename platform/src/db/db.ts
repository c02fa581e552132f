import postgres from 'postgres'
import { ARRAY_TYPES } from './db-arrays.ts'

/** A pool of connections. */
export type Db = postgres.Sql
/** A transaction. */
export type Tx = postgres.TransactionSql
/** What a store function takes: works in a transaction and outside one. */
export type Sql = Db | Tx

/** `max`: connections at most. `applicationName` shows in `pg_stat_activity`. */
export type DbOptions = { max?: number; applicationName?: string }

/** A pool. `bigint` columns are read into strings, `timestamptz` into a Date, `integer` into a number. */
export function createDb(url: string, { max = 10, applicationName = 'tuvens' }: DbOptions = {}): Db {
  return postgres(url, {
    max,
    idle_timeout: 60,
    connect_timeout: 10,
    onnotice: () => {},
    fetch_types: false,
    types: ARRAY_TYPES,
    connection: { application_name: applicationName },
  })
}

/** PostgreSQL's code of an error (`23505` unique, `23503` foreign key …), or undefined for any other error. */
export function sqlState(error: unknown): string | undefined {
  return error instanceof postgres.PostgresError ? error.code : undefined
}
