import { ServiceError } from '@tuvens/contract'
import type { FastifyReply } from 'fastify'
import { createHash } from 'node:crypto'
import type { Redis } from 'ioredis'
import { type RateLimiterAbstract, RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible'
import { type Clock, systemClock } from '../clock.ts'
import { counter } from '../telemetry/registry.ts'
import { MemoryLimiter } from './memory-limiter.ts'

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
  /** Calls in this window. */
  used: number
}

/** The limits of one service, by their names. */
export type Limits<N extends string> = {
  /** Counts one call of `key`, or as many as `points` says. `seconds` replaces the length of a window that begins. */
  count: (name: N, key: string, weight?: { points?: number; seconds?: number }) => Promise<LimitState>
  /** Reads without counting. */
  peek: (name: N, key: string) => Promise<LimitState>
  /** Takes one counted call of a key back. */
  giveBack: (name: N, key: string) => Promise<void>
  /** Forgets what was counted for a key. */
  forget: (name: N, key: string) => Promise<void>
  /**
   * Counts one call of `key` and writes the limit's headers (spec 2.3).
   *
   * @throws ServiceError RATE_LIMITED
   */
  countOrThrow: (name: N, key: string, reply: FastifyReply) => Promise<void>
  /** Headers for a response (spec 2.3): the older form, and that of the IETF draft. */
  headersOf: (name: N, state: LimitState) => Record<string, string>
}

/** What the limits of a service are made of. */
export type LimitsOptions<N extends string> = {
  rules: Record<N, LimitRule>
  /** Distinguishes the limits of several services in one Redis. */
  service?: string
  /** One limit over all nodes; without it, and while Redis cannot be reached, each node counts in its own memory. */
  redis?: Redis | undefined
  clock?: Clock
  /** Keys that one limit remembers in memory at most. */
  maxKeys?: number
}

const MAX_KEYS = 50_000

const refusals = counter({
  name: 'tuvens_limit_refusals_total',
  help: 'Calls beyond a limit',
  // The names that the code gives its limits.
  labels: { limit: 'bounded' },
})

/** Counts a call that is refused for a limit by other means than `count`. */
export function recordRefusal(limit: string): void {
  refusals.add({ limit })
}

/**
 * Counts with rate-limiter-flexible: in Redis when there is one, so that all nodes share a limit, else in the memory of
 * this process.
 */
export function createLimits<N extends string>(options: LimitsOptions<N>): Limits<N> {
  const { rules, redis, service = 'tuvens', clock = systemClock, maxKeys = MAX_KEYS } = options
  const limiters = new Map<N, RateLimiterAbstract>()
  const limiterOf = (name: N): RateLimiterAbstract => {
    const parts = { prefix: `${service}:${name}`, redis, clock, maxKeys }
    const limiter = limiters.get(name) ?? createLimiter(rules[name], parts)
    limiters.set(name, limiter)
    return limiter
  }
  const count: Limits<N>['count'] = async (name, key, { points = 1, seconds } = {}) => {
    const custom = seconds === undefined ? {} : { customDuration: seconds }
    const counted = await consume(() => limiterOf(name).consume(hashKey(key), points, custom))
    const state = stateOf(rules[name], counted, counted.consumedPoints)
    if (!state.isAllowed) recordRefusal(name)
    return state
  }
  const headersOf: Limits<N>['headersOf'] = (name, state) =>
    headersFor({ name, rule: rules[name], state, clock })
  return {
    count,
    headersOf,
    peek: async (name, key) => {
      const counted = await limiterOf(name).get(hashKey(key))
      return stateOf(rules[name], counted, (counted?.consumedPoints ?? 0) + 1)
    },
    giveBack: async (name, key) => {
      const counted = await limiterOf(name).get(hashKey(key))
      // In a window that begins meanwhile there is nothing to take back.
      if (counted !== null && counted.consumedPoints > 0) await limiterOf(name).reward(hashKey(key))
    },
    forget: async (name, key) => void (await limiterOf(name).delete(hashKey(key))),
    countOrThrow: async (name, key, reply) => {
      const state = await count(name, key)
      reply.headers(headersOf(name, state))
      if (!state.isAllowed) throw new ServiceError('RATE_LIMITED', { retryAfter: state.resetMs / 1000 })
    },
  }
}

/** `counted` is null for a key without a window; `countToCheck` is the number of calls that must be within the limit. */
function stateOf({ points }: LimitRule, counted: RateLimiterRes | null, countToCheck: number): LimitState {
  const { consumedPoints: used = 0, msBeforeNext: resetMs = 0 } = counted ?? {}
  return { points, remaining: Math.max(0, points - used), resetMs, isAllowed: countToCheck <= points, used }
}

type HeaderParts = { name: string; rule: LimitRule; state: LimitState; clock: Clock }

function headersFor({ name, rule, state, clock }: HeaderParts): Record<string, string> {
  const { remaining, resetMs } = state
  return {
    'x-ratelimit-limit': String(rule.points),
    'x-ratelimit-remaining': String(remaining),
    'x-ratelimit-reset': String(Math.ceil((clock.now() + resetMs) / 1000)),
    'ratelimit-policy': `"${name}";q=${rule.points};w=${rule.seconds}`,
    ratelimit: `"${name}";r=${remaining};t=${Math.max(1, Math.ceil(resetMs / 1000))}`,
  }
}

/** Keys may hold a token or an e-mail; neither belongs in another system's memory. */
function hashKey(key: string): string {
  return createHash('sha256').update(key).digest('base64url')
}

/** The library rejects with the same state it resolves with; anything else it rejects with is a failure. */
async function consume(counting: () => Promise<RateLimiterRes>): Promise<RateLimiterRes> {
  try {
    return await counting()
  } catch (state) {
    if (state instanceof RateLimiterRes) return state
    throw state
  }
}

type LimiterParts = { prefix: string; redis: Redis | undefined; clock: Clock; maxKeys: number }

function createLimiter({ points, seconds }: LimitRule, parts: LimiterParts): RateLimiterAbstract {
  const { prefix, redis, clock, maxKeys } = parts
  const memory = new MemoryLimiter({ points, seconds, clock, maxKeys })
  if (redis === undefined) return memory
  return new RateLimiterRedis({
    points,
    duration: seconds,
    keyPrefix: `limit:${prefix}`,
    storeClient: redis,
    insuranceLimiter: memory,
    rejectIfRedisNotReady: true,
  })
}
