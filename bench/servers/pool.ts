import pg from 'pg'

/** As many connections as the real services have. Idle ones may be ended: on an interruption PostgreSQL goes first. */
export function createPool(databaseUrl: string): pg.Pool {
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 10 })
  pool.on('error', () => {})
  return pool
}
