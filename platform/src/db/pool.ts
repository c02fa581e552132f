import type postgres from 'postgres'
import { DatabaseBusyError, isReadOnly } from './failures.ts'
import { createSlots, type Slots } from './slots.ts'

type Pool = postgres.Sql

/** What a pool may cost its callers, in milliseconds. */
export type PoolLimits = {
  /** Connections. */
  max: number
  /** Until a connection is free. */
  waitMs: number
  /** Until the server has answered a query; it ends the query itself before. */
  queryMs: number
  /** Until a transaction has ended. */
  transactionMs: number
}

/** Transactions under way on connections to a demoted server may still fail by themselves. */
const DRAIN_SECONDS = 5
/** While no server takes writes, each write fails: not each of them replaces all connections. */
const MIN_REPLACE_MS = 1_000

/**
 * The driver's pool, with limits on waiting, which replaces its connections when they lead to a server that takes no
 * writes or does not answer: new ones lead to the new primary.
 */
export function createPool(open: () => Pool, leaveServer: () => void, limits: PoolLimits): Pool {
  const pool = new ReplaceablePool(open, leaveServer, limits)
  const own = new Map<string | symbol, unknown>([
    ['begin', (...given: unknown[]) => pool.begin(given)],
    ['end', (options?: { timeout?: number }) => pool.end(options)],
    ['unsafe', (...given: unknown[]) => pool.query('unsafe', given)],
  ])
  return new Proxy(pool.current, {
    apply: (_target, _this, given: unknown[]) => pool.query('sql', given),
    get: (_target, key): unknown => own.get(key) ?? Reflect.get(pool.current, key),
  })
}

class ReplaceablePool {
  current: Pool
  private isEnded = false
  private replacedAt = Number.NEGATIVE_INFINITY
  private readonly closing = new Set<Promise<void>>()
  private readonly slots: Slots
  private readonly open: () => Pool
  private readonly leaveServer: () => void
  private readonly limits: PoolLimits

  constructor(open: () => Pool, leaveServer: () => void, limits: PoolLimits) {
    this.open = open
    this.leaveServer = leaveServer
    this.limits = limits
    this.slots = createSlots(limits.max, limits.waitMs)
    this.current = open()
  }

  /** A query, or a part of one, which is not sent. */
  query(kind: 'sql' | 'unsafe', given: unknown[]): unknown {
    const used = this.current
    const made: unknown =
      kind === 'sql'
        ? Reflect.apply(used, undefined, given)
        : Reflect.apply(Reflect.get(used, kind), used, given)
    if (!isQuery(made)) return made
    const send = made.handler
    made.handler = async (query) => {
      if (await this.admits(query, used)) send(query)
    }
    return made
  }

  async begin(given: unknown[]): Promise<unknown> {
    await this.slots.take()
    const used = this.current
    const leave = this.occupy(used, this.limits.transactionMs)
    try {
      const result: unknown = await Reflect.apply(Reflect.get(used, 'begin'), used, given)
      leave()
      return result
    } catch (error) {
      leave(error)
      throw error
    }
  }

  async end(options?: { timeout?: number }): Promise<void> {
    if (!this.isEnded) this.slots.close()
    this.isEnded = true
    await Promise.all([this.current.end(options), ...this.closing])
  }

  private async admits(query: Query, used: Pool): Promise<boolean> {
    try {
      await this.slots.take()
    } catch (error) {
      query.reject(error)
      return false
    }
    const leave = this.occupy(used, this.limits.queryMs, (error) => query.reject(error))
    leaveWhenSettled(query, leave)
    return true
  }

  private occupy(used: Pool, limitMs: number, onLimit: (error: Error) => void = () => {}): Occupation {
    const giveUp = () => {
      this.replace(used, 0)
      onLimit(new DatabaseBusyError(`the database did not answer within ${limitMs} ms`))
    }
    return occupation(setTimeout(giveUp, limitMs), (error) => {
      this.slots.release()
      if (isReadOnly(error)) this.replace(used, DRAIN_SECONDS)
    })
  }

  private replace(old: Pool, seconds: number): void {
    if (old !== this.current || performance.now() - this.replacedAt < MIN_REPLACE_MS) return
    this.replacedAt = performance.now()
    this.leaveServer()
    this.current = this.open()
    const done = old.end({ timeout: seconds }).finally(() => this.closing.delete(done))
    this.closing.add(done)
  }
}

/** Ends the use of a connection; a second call does nothing. */
type Occupation = (error?: unknown) => void

function occupation(timer: NodeJS.Timeout, leave: Occupation): Occupation {
  let hasLeft = false
  return (error) => {
    if (hasLeft) return
    hasLeft = true
    clearTimeout(timer)
    leave(error)
  }
}

/** A query of the driver: a promise that is sent by its handler once somebody waits for it. */
type Query = {
  handler: (query: Query) => unknown
  resolve: (value: unknown) => void
  reject: (error: unknown) => void
}

function isQuery(made: unknown): made is Query {
  return made instanceof Promise && 'handler' in made && 'resolve' in made && 'reject' in made
}

function leaveWhenSettled(query: Query, leave: Occupation): void {
  const { resolve, reject } = query
  query.resolve = (value) => {
    leave()
    resolve(value)
  }
  query.reject = (error) => {
    leave(error)
    reject(error)
  }
}
