import { ServiceError } from '@tuvens/contract'
import type { FastifyReply } from 'fastify'
import { Redis } from 'ioredis'
import { createHash } from 'node:crypto'
import {
  type RateLimiterAbstract,
  RateLimiterMemory,
  RateLimiterRedis,
  RateLimiterRes,
} from 'rate-limiter-flexible'
import { type Clock, systemClock } from './clock.ts'
import type { Log } from './log.ts'

/** `points` calls of one key in windows of `seconds`, which start with the first call. */
export type LimitRule = { points: number; seconds: number }

/** What is left of a limit for one key. */
export type LimitState = {
  points: number
  remaining: number
  /** Milliseconds until the window ends. */
  resetMs: number
  /** From `count`: whether the counted call is within the limit. From `peek`: whether one more would be. */
  isAllowed: boolean
}

/** The limits of one service, by their names. */
export type Limits<N extends string> = {
  /** Counts one call of `key`. */
  count: (name: N, key: string) => Promise<LimitState>
  /** Reads without counting. */
  peek: (name: N, key: string) => Promise<LimitState>
  /**
   * Counts one call of `key` and writes the limit's headers (spec 2.3).
   *
   * @throws ServiceError RATE_LIMITED
   */
  countOrThrow: (name: N, key: string, reply: FastifyReply) => Promise<void>
  close: () => Promise<void>
}

/** What the limits of a service are made of. */
export type LimitsOptions<N extends string> = {
  rules: Record<N, LimitRule>
  /** One limit over all nodes; without it, and while Redis cannot be reached, each node counts in its own memory. */
  redisUrl?: string | undefined
  log: Log
  clock?: Clock
  /** Keys that one limit remembers in memory at most. */
  maxKeys?: number
}

const MAX_KEYS = 50_000

/**
 * Counts with rate-limiter-flexible: in Redis when there is one, so that all nodes share a limit, else in the memory of
 * this process.
 */
export function createLimits<N extends string>(options: LimitsOptions<N>): Limits<N> {
  const { rules, redisUrl, log, clock = systemClock, maxKeys = MAX_KEYS } = options
  const redis = redisUrl === undefined ? undefined : connect(redisUrl, log)
  const limiters = new Map<N, RateLimiterAbstract>()
  const limiterOf = (name: N): RateLimiterAbstract => {
    const limiter = limiters.get(name) ?? createLimiter(name, rules[name], { redis, clock, maxKeys })
    limiters.set(name, limiter)
    return limiter
  }
  const count = async (name: N, key: string): Promise<LimitState> => {
    const counted = await consume(limiterOf(name), hashKey(key))
    return stateOf(rules[name], counted, counted.consumedPoints)
  }
  return {
    count,
    peek: async (name, key) => {
      const counted = await limiterOf(name).get(hashKey(key))
      return stateOf(rules[name], counted, (counted?.consumedPoints ?? 0) + 1)
    },
    countOrThrow: async (name, key, reply) => {
      const state = await count(name, key)
      const resetAt = Math.ceil((clock.now() + state.resetMs) / 1000)
      const { points, seconds } = rules[name]
      reply.headers({
        'x-ratelimit-limit': points,
        'x-ratelimit-remaining': state.remaining,
        'x-ratelimit-reset': resetAt,
        'ratelimit-policy': `"${name}";q=${points};w=${seconds}`,
        ratelimit: `"${name}";r=${state.remaining};t=${Math.max(1, Math.ceil(state.resetMs / 1000))}`,
      })
      if (!state.isAllowed) throw new ServiceError('RATE_LIMITED', { retryAfter: state.resetMs / 1000 })
    },
    close: async () => redis?.disconnect(),
  }
}

/** `counted` is null for a key without a window; `countToCheck` is the number of calls that must be within the limit. */
function stateOf({ points }: LimitRule, counted: RateLimiterRes | null, countToCheck: number): LimitState {
  const { consumedPoints = 0, msBeforeNext: resetMs = 0 } = counted ?? {}
  return {
    points,
    remaining: Math.max(0, points - consumedPoints),
    resetMs,
    isAllowed: countToCheck <= points,
  }
}

/** Keys may hold a token or an e-mail; neither belongs in another system's memory. */
function hashKey(key: string): string {
  return createHash('sha256').update(key).digest('base64url')
}

/** The library rejects with the same state it resolves with; anything else it rejects with is a failure. */
async function consume(limiter: RateLimiterAbstract, key: string): Promise<RateLimiterRes> {
  try {
    return await limiter.consume(key)
  } catch (state) {
    if (state instanceof RateLimiterRes) return state
    throw state
  }
}

type LimiterStores = { redis: Redis | undefined; clock: Clock; maxKeys: number }

function createLimiter(name: string, rule: LimitRule, stores: LimiterStores): RateLimiterAbstract {
  const { redis, clock, maxKeys } = stores
  const memory = new MemoryLimiter(rule, clock, maxKeys)
  if (redis === undefined) return memory
  return new RateLimiterRedis({
    points: rule.points,
    duration: rule.seconds,
    keyPrefix: `limit:${name}`,
    storeClient: redis,
    insuranceLimiter: memory,
    rejectIfRedisNotReady: true,
  })
}

/**
 * Replaces only the library's in-memory store, which sets a timer for each key, takes no
 * clock, and has no bound: clients could fill the memory with keys.
 */
class MemoryLimiter extends RateLimiterMemory {
  private readonly windows = new Map<string | number, { used: number; resetAt: number }>()
  private readonly clock: Clock
  private readonly maxKeys: number

  constructor({ points, seconds }: LimitRule, clock: Clock, maxKeys: number) {
    super({ points, duration: seconds })
    this.clock = clock
    this.maxKeys = maxKeys
  }

  override async consume(key: string | number): Promise<RateLimiterRes> {
    const now = this.clock.now()
    const open = this.windows.get(key)
    if (open === undefined || open.resetAt <= now) this.deleteOld(key, now)
    const window = this.windows.get(key) ?? { used: 0, resetAt: now + this.msDuration }
    window.used++
    this.windows.set(key, window)
    return resultOf(window, now)
  }

  override async get(key: string | number): Promise<RateLimiterRes | null> {
    const window = this.windows.get(key)
    const now = this.clock.now()
    return window === undefined || window.resetAt <= now ? null : resultOf(window, now)
  }

  /** Deletes the windows that are over, and then the oldest. */
  private deleteOld(key: string | number, now: number): void {
    this.windows.delete(key)
    if (this.windows.size < this.maxKeys) return
    for (const [each, { resetAt }] of this.windows) if (resetAt <= now) this.windows.delete(each)
    const [oldest] = this.windows.keys()
    if (this.windows.size >= this.maxKeys && oldest !== undefined) this.windows.delete(oldest)
  }
}

function resultOf({ used, resetAt }: { used: number; resetAt: number }, now: number): RateLimiterRes {
  return new RateLimiterRes(0, resetAt - now, used)
}

function connect(url: string, log: Log): Redis {
  const redis = new Redis(url, { maxRetriesPerRequest: 1, enableOfflineQueue: false })
  redis.on('error', (error: Error) =>
    log.warn({ err: error }, 'Redis cannot be reached; limits count per node'),
  )
  return redis
}
