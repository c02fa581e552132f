import pg from 'pg'

/** A pool of the same size as in the real services. Ignores lost idle connections: after an interruption PostgreSQL stops first. */
export function createPool(databaseUrl: string): pg.Pool {
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 10 })
  pool.on('error', () => {})
  return pool
}
