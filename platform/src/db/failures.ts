/** SQLSTATE of a write to a database that only takes reads: a standby, or a primary that was set read-only. */
const READ_ONLY = '25006'

/** Codes of PostgreSQL, its driver and Node for a database that takes no calls for a while. */
const AWAY = new Set([
  'DATABASE_BUSY',
  'CONNECT_TIMEOUT',
  'CONNECTION_CLOSED',
  'CONNECTION_DESTROYED',
  'EAI_AGAIN',
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EPIPE',
  'ETIMEDOUT',
  READ_ONLY,
  // Disk full, out of memory, too many connections, a failing disk.
  '53100',
  '53200',
  '53300',
  '58030',
  // A server that shuts down, has crashed, or starts.
  '57P01',
  '57P02',
  '57P03',
  '57P05',
])
/** A lock, a statement or an idle transaction that took too long; a deadlock; a serialization failure; a closed pool. */
const HELD_UP = new Set(['CONNECTION_ENDED', '55P03', '57014', '25P03', '40P01', '40001'])

/** No connection was free in time: too much waits for the database, or it holds up what runs. */
export class DatabaseBusyError extends Error {
  override readonly name = 'DatabaseBusyError'
  readonly code = 'DATABASE_BUSY'
}

/** PostgreSQL's, the driver's or Node's code of an error; empty for one without. */
function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : ''
}

/** Whether a call failed in a way that passes: the same call can succeed in a moment. */
export function isPassingFailure(error: unknown): boolean {
  const code = codeOf(error)
  return AWAY.has(code) || HELD_UP.has(code)
}

/** Whether the database takes no calls at all. The errors of other connections have Node's codes, too, but no query. */
export function isDatabaseAway(error: unknown): boolean {
  const code = codeOf(error)
  return AWAY.has(code) && (!code.startsWith('E') || (error instanceof Error && 'query' in error))
}

/** Whether a server refused a write because it takes only reads. */
export function isReadOnly(error: unknown): boolean {
  return codeOf(error) === READ_ONLY
}
