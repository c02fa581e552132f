import type { Db } from '@tuvens/platform/db/db'

/** Runs `work` while no other work, on any node, runs under one of these keys. */
export type Lock = <T>(keys: string[], work: () => Promise<T>) => Promise<T>

/**
 * Advisory locks on a pool of their own: a waiting caller holds none of the connections that the holder needs. Within this process
 * the first key also queues, so that many callers of one key take a single connection.
 *
 * Keys must always be given in the same order (account before e-mail).
 */
export function createLock(locks: Db): Lock {
  const queues = new Map<string, Promise<unknown>>()
  return async (keys, work) => {
    const [first = ''] = keys
    const before = queues.get(first) ?? Promise.resolve()
    const mine = before.then(() => runLocked(locks, keys, work))
    const settled = mine.catch(() => {})
    queues.set(first, settled)
    try {
      return await mine
    } finally {
      if (queues.get(first) === settled) queues.delete(first)
    }
  }
}

async function runLocked<T>(locks: Db, keys: string[], work: () => Promise<T>): Promise<T> {
  const held = await locks.begin(async (sql) => {
    for (const key of keys) await sql`select pg_advisory_xact_lock(hashtextextended(${key}, 0))`
    const value = await work()
    return () => value
  })
  return held()
}
