import postgres from 'postgres'
import { type Connector, createConnector, splitHosts } from './connect.ts'
import { ARRAY_TYPES } from './db-arrays.ts'
import { createPool } from './pool.ts'

/** A pool of connections. */
export type Db = postgres.Sql
/** A transaction. */
export type Tx = postgres.TransactionSql
/** What a store function takes: works in a transaction and outside one. */
export type Sql = Db | Tx

/** After how many milliseconds PostgreSQL ends what holds up others; 0: never. */
export type DbTimeouts = { statementMs: number; lockMs: number; idleInTransactionMs: number }

/** `max`: connections at most. `applicationName` shows in `pg_stat_activity`. */
export type DbOptions = {
  max?: number
  applicationName?: string
  timeouts?: Partial<DbTimeouts>
  /** Whether the address leads to a pooler: see `isPooled` of `DatabaseAddresses`. */
  isPooled?: boolean
  /** How long a caller may wait for a free connection. */
  waitMs?: number
  /** Called with each signal of a channel that a connection listens to. */
  onNotify?: () => void
  /** Called when a connection has closed. */
  onClose?: () => void
}

const TIMEOUTS: DbTimeouts = { statementMs: 15_000, lockMs: 5_000, idleInTransactionMs: 30_000 }
const WAIT_MS = 8_000
/** PostgreSQL answers within its own timeouts, so a silence that lasts longer is that of the network. */
const SILENCE_MS = 5_000
const MAX_TRANSACTION_MS = 60_000

/** A pool. `bigint` columns are read into strings, `timestamptz` into a Date, `integer` into a number. */
export function createDb(url: string, options: DbOptions = {}): Db {
  const { max = 10, applicationName = 'tuvens', waitMs = WAIT_MS, isPooled = false } = options
  const timeouts = { ...TIMEOUTS, ...options.timeouts }
  const { connector, first } = connectorOf(url)
  const socket = connector === null ? {} : { socket: connector.open }
  const hooks = { onnotify: options.onNotify, onclose: options.onClose ?? (() => {}) }
  const open = () =>
    postgres(first, {
      max,
      ...socket,
      ...hooks,
      idle_timeout: 60,
      connect_timeout: 5,
      // The pauses are those of `connect`.
      backoff: () => 0,
      onnotice: () => {},
      fetch_types: false,
      types: ARRAY_TYPES,
      // The next transaction may run on a connection that does not have the statement.
      prepare: !isPooled,
      connection: {
        application_name: applicationName,
        ...(!isPooled && settingsOf(timeouts)),
      },
    })
  const queryMs = timeouts.statementMs + SILENCE_MS
  return createPool(open, () => connector?.avoid(), {
    max,
    waitMs,
    queryMs,
    transactionMs: Math.max(queryMs, MAX_TRANSACTION_MS, timeouts.idleInTransactionMs),
  })
}

/** A pooler refuses settings of one client, because its connections serve many: there the role has them (docs/settings.md). */
function settingsOf(timeouts: DbTimeouts): Record<string, number> {
  return {
    statement_timeout: timeouts.statementMs,
    lock_timeout: timeouts.lockMs,
    idle_in_transaction_session_timeout: timeouts.idleInTransactionMs,
  }
}

type Known = { connector: Connector | null; first: string }
const known = new Map<string, Known>()

/** All pools of one address share what is known of its servers: which one takes writes. */
function connectorOf(url: string): Known {
  const { hosts, first } = splitHosts(url)
  const found = known.get(url) ?? { first, connector: hosts.length === 0 ? null : createConnector(hosts) }
  known.set(url, found)
  return found
}

/** PostgreSQL's code of an error (`23505` unique, `23503` foreign key …), or undefined for any other error. */
export function sqlState(error: unknown): string | undefined {
  return error instanceof postgres.PostgresError ? error.code : undefined
}
