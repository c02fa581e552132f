import { Redis } from 'ioredis'
import type { Log } from '../log.ts'

/** A call takes a fraction of a millisecond; a Redis that takes this long does not answer at all. */
const SILENCE_MS = 500

/** A connection that fails at once while Redis is away, so that nobody waits for it. An outage is logged once. */
export function connectRedis(url: string | undefined, log: Log): Redis | undefined {
  if (url === undefined) return undefined
  const redis = new Redis(url, {
    maxRetriesPerRequest: 0,
    enableOfflineQueue: false,
    // Ends the connection, so that only the first calls wait.
    socketTimeout: SILENCE_MS,
    connectTimeout: 2_000,
    retryStrategy: (attempt) => Math.min(attempt * 100, 2_000),
  })
  let isAway = false
  redis.on('error', (error: Error) => {
    if (!isAway) log.warn({ err: error }, 'Redis cannot be reached; limits count per node')
    isAway = true
  })
  redis.on('ready', () => {
    if (isAway) log.info('Redis is back; limits count over all nodes')
    isAway = false
  })
  return redis
}
