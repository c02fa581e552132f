import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible'
import type { Clock } from '../clock.ts'

type Window = { used: number; resetAt: number }
type MemoryLimiterOptions = { points: number; seconds: number; clock: Clock; maxKeys: number }

/**
 * Replaces only the library's in-memory store, which sets a timer for each key, takes no
 * clock, and has no bound: clients could fill the memory with keys.
 */
export class MemoryLimiter extends RateLimiterMemory {
  /** In the order in which the windows began, which is about that in which they end. */
  private readonly windows = new Map<string | number, Window>()
  private readonly clock: Clock
  private readonly maxKeys: number

  constructor({ points, seconds, clock, maxKeys }: MemoryLimiterOptions) {
    super({ points, duration: seconds })
    this.clock = clock
    this.maxKeys = maxKeys
  }

  /** How many keys are stored. */
  get size(): number {
    return this.windows.size
  }

  override async consume(
    key: string | number,
    points: string | number = 1,
    { customDuration }: { customDuration?: number } = {},
  ): Promise<RateLimiterRes> {
    const now = this.clock.now()
    const ms = customDuration === undefined ? this.msDuration : customDuration * 1000
    const window = this.openWindow(key, now) ?? this.begin(key, now + ms)
    window.used += Number(points)
    const result = resultOf(window, now)
    if (window.used > this.points) throw result
    return result
  }

  override async reward(key: string | number, points: string | number = 1): Promise<RateLimiterRes> {
    const now = this.clock.now()
    const window = this.openWindow(key, now) ?? { used: Number(points), resetAt: now }
    window.used -= Number(points)
    return resultOf(window, now)
  }

  override async get(key: string | number): Promise<RateLimiterRes | null> {
    const now = this.clock.now()
    const window = this.openWindow(key, now)
    return window === undefined ? null : resultOf(window, now)
  }

  override async delete(key: string | number): Promise<boolean> {
    return this.windows.delete(key)
  }

  private openWindow(key: string | number, now: number): Window | undefined {
    const window = this.windows.get(key)
    if (window !== undefined && window.resetAt > now) return window
    this.windows.delete(key)
    this.deleteFirst(now)
    return undefined
  }

  private begin(key: string | number, resetAt: number): Window {
    const [oldest] = this.windows.keys()
    if (this.windows.size >= this.maxKeys && oldest !== undefined) this.windows.delete(oldest)
    const window = { used: 0, resetAt }
    this.windows.set(key, window)
    return window
  }

  /** Deletes windows that are over. A look at all of them for each call would itself be an attack's aim. */
  private deleteFirst(now: number): void {
    for (const [key, { resetAt }] of this.windows) {
      if (resetAt > now) return
      this.windows.delete(key)
    }
  }
}

function resultOf({ used, resetAt }: Window, now: number): RateLimiterRes {
  return new RateLimiterRes(0, resetAt - now, used)
}
