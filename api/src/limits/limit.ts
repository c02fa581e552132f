import { LIMITS, type LimitName, ServiceError } from '@tuvens/contract'
import type { Log } from '@tuvens/platform/log'
import type { FastifyReply } from 'fastify'
import { Redis } from 'ioredis'
import { createHash } from 'node:crypto'
import { RateLimiterMemory, RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible'

export type Limits = {
  /**
   * Counts one call of `key` and writes the limit's headers.
   *
   * @throws ServiceError RATE_LIMITED
   */
  take: (name: LimitName, key: string, reply: FastifyReply) => Promise<void>
  close: () => Promise<void>
}

type Limiter = Pick<RateLimiterMemory, 'consume'>

/** One limit over all nodes when there is a Redis, else one per node. A Redis that is away is made up for in memory. */
export function createLimits(
  points: Record<LimitName, number>,
  { redisUrl, log }: { redisUrl: string | undefined; log: Log },
): Limits {
  const redis = redisUrl === undefined ? undefined : connect(redisUrl, log)
  const names = Object.keys(LIMITS) as LimitName[]
  const limiters = new Map(names.map((name) => [name, createLimiter(name, points[name], redis)]))
  return {
    take: async (name, key, reply) => {
      const limiter = limiters.get(name)
      if (limiter === undefined) return
      const state = await consume(limiter, hashed(key))
      writeHeaders(reply, { name, points: points[name], state })
      if (state.consumedPoints <= points[name]) return
      throw new ServiceError('RATE_LIMITED', { retryAfter: state.msBeforeNext / 1000 })
    },
    close: async () => {
      redis?.disconnect()
    },
  }
}

/** Keys may hold a token or an e-mail; neither belongs in another system's memory. */
function hashed(key: string): string {
  return createHash('sha256').update(key).digest('base64url')
}

function createLimiter(name: LimitName, points: number, redis: Redis | undefined): Limiter {
  const options = { points, duration: LIMITS[name].seconds, keyPrefix: `limit:${name}` }
  const memory = new RateLimiterMemory(options)
  if (redis === undefined) return memory
  return new RateLimiterRedis({
    ...options,
    storeClient: redis,
    insuranceLimiter: memory,
    rejectIfRedisNotReady: true,
  })
}

/** The library rejects with the same state it resolves with; anything else it rejects with is a fault. */
async function consume(limiter: Limiter, key: string): Promise<RateLimiterRes> {
  try {
    return await limiter.consume(key)
  } catch (state) {
    if (state instanceof RateLimiterRes) return state
    throw state
  }
}

type Shown = { name: LimitName; points: number; state: RateLimiterRes }

function writeHeaders(reply: FastifyReply, { name, points, state }: Shown): void {
  const seconds = Math.max(1, Math.ceil(state.msBeforeNext / 1000))
  const remaining = Math.max(0, points - state.consumedPoints)
  reply.headers({
    'x-ratelimit-limit': points,
    'x-ratelimit-remaining': remaining,
    'x-ratelimit-reset': Math.ceil((Date.now() + state.msBeforeNext) / 1000),
    'ratelimit-policy': `"${name}";q=${points};w=${LIMITS[name].seconds}`,
    ratelimit: `"${name}";r=${remaining};t=${seconds}`,
  })
}

function connect(url: string, log: Log): Redis {
  const redis = new Redis(url, { maxRetriesPerRequest: 1, enableOfflineQueue: false })
  redis.on('error', (error: Error) => log.warn({ err: error }, 'redis is away; limits count per node'))
  return redis
}
