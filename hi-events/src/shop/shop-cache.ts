import type { PublicEvent } from '../upstream/shop-answers.ts'
import { isUpstream } from '../upstream/errors.ts'
import type { HiEvents } from '../upstream/hi-events.ts'

/** Whether a visitor's promo code works; null without a code. */
export type CodeState = 'works' | 'wrong' | 'unchecked' | null

/** `event` is null when the ticket system does not publish it: it is not live, or does not exist. */
export type ShopSnapshot = { event: PublicEvent | null; readAt: number; isStale: boolean; code: CodeState }

/** An event, with the prices of one of its dates, and with a visitor's code if there is one. A result that was read before `since` (milliseconds) is not used. */
export type ShopQuery = { id: number; dateId?: number; promoCode?: string; clientIp: string; since?: number }

/** The public events as attendees see them. */
export type ShopCache = {
  /**
   * Returns a result that is at most 2 s old; concurrent callers share one read. While the ticket system fails, returns the
   * last good result.
   *
   * @throws UpstreamError when there is no good result either
   */
  read: (query: ShopQuery) => Promise<ShopSnapshot>
  /** Makes the next call read this event again. */
  invalidate: (id: number) => void
}

type Source = Pick<HiEvents, 'publicEvent' | 'isPromoCode'>

const FRESH_MS = 2_000
/** The pause after a failed read of an event that was never read before. */
const PAUSE_MS = 1_000
const MAX_ENTRIES = 2_000

type ShopCacheEntry = {
  good: ShopSnapshot | null
  /** The last attempt, when there never was a good one. */
  failed: { error: unknown; at: number } | null
  reading: Promise<ShopSnapshot> | null
  startedAt: number
  isDue: boolean
}

/** `now` gives milliseconds. */
export function createShopCache(source: Source, now: () => number): ShopCache {
  // Two caches, so that guessed codes cannot evict the results without a code.
  const [events, withCodes] = [new Map<string, ShopCacheEntry>(), new Map<string, ShopCacheEntry>()]
  const entryFor = ({ id, dateId, promoCode }: ShopQuery) =>
    promoCode === undefined
      ? entryOf(events, keyOf(id, dateId))
      : entryOf(withCodes, `${keyOf(id, dateId)} ${promoCode.toLowerCase()}`)

  const readUncoded = ({ promoCode: _code, since: _since, ...query }: ShopQuery) => readEntry(query)
  const readEntry = (query: ShopQuery): Promise<ShopSnapshot> => {
    const entry = entryFor(query)
    // A caller whose clock is ahead must not wait for our clock.
    const since = Math.min(query.since ?? 0, now())
    if (entry.reading !== null) {
      // A caller must not get a read that began before a change it knows of. A stale result means a failed read: no second one.
      const isOld = entry.isDue || entry.startedAt < since
      const again = (seen: ShopSnapshot) => (seen.isStale ? seen : readEntry({ ...query, since }))
      return isOld ? entry.reading.then(again) : entry.reading
    }
    const oldest = Math.max(since, now() - FRESH_MS + 1)
    const isFresh = entry.good !== null && !entry.isDue && entry.good.readAt >= oldest
    if (isFresh && entry.good !== null) return Promise.resolve(entry.good)
    const hasJustFailed = entry.good === null && entry.failed !== null && entry.failed.at + PAUSE_MS > now()
    if (hasJustFailed) return Promise.reject(entry.failed?.error)
    entry.reading = refresh(entry, { source, now, query })
    return entry.reading
  }

  return {
    read: async (query) => {
      try {
        return await readEntry(query)
      } catch (error) {
        // When a code cannot be checked, the visitor still sees what needs no code.
        if (query.promoCode === undefined || !isUpstream(error)) throw error
        return { ...(await readUncoded(query)), code: 'unchecked' }
      }
    },
    invalidate: (id) => {
      for (const [key, entry] of [...events, ...withCodes]) if (key.startsWith(`${id}:`)) entry.isDue = true
    },
  }
}

/** Guessed dates are as many as guessed codes: only those that an event has are asked for. */
function keyOf(id: number, dateId: number | undefined): string {
  return `${id}:${dateId ?? ''}`
}

async function refresh(
  entry: ShopCacheEntry,
  { source, now, query }: { source: Source; now: () => number; query: ShopQuery },
): Promise<ShopSnapshot> {
  const readAt = now()
  entry.startedAt = readAt
  // Reset before the read, so that a change during it makes the next read due.
  entry.isDue = false
  try {
    const [found, code] = await Promise.all([readEvent(source, query), checkCode(source, query)])
    entry.good = { event: unchanged(entry.good?.event, found), code, readAt, isStale: false }
    entry.failed = null
    return entry.good
  } catch (error) {
    entry.failed = { error, at: now() }
    if (entry.good === null || !isUpstream(error)) throw error
    // The next attempt waits as long as after a good read, to spare a ticket system that is down.
    entry.good = { ...entry.good, readAt, isStale: true }
    return entry.good
  } finally {
    entry.reading = null
  }
}

/** Returns the same object for the same content, so that caches keyed by it stay valid. */
function unchanged(before: PublicEvent | null | undefined, after: PublicEvent | null): PublicEvent | null {
  return before && JSON.stringify(before) === JSON.stringify(after) ? before : after
}

async function readEvent(source: Source, query: ShopQuery): Promise<PublicEvent | null> {
  const { id, dateId, promoCode, clientIp } = query
  // A read with a code counts against the visitor's address; a read without a code counts against no visitor.
  const options = {
    ...(promoCode !== undefined && { promoCode, clientIp }),
    ...(dateId !== undefined && { dateId }),
  }
  try {
    return await source.publicEvent(id, options)
  } catch (error) {
    if (isUpstream(error, 'missing')) return null
    throw error
  }
}

async function checkCode(source: Source, { id, promoCode, clientIp }: ShopQuery): Promise<CodeState> {
  if (promoCode === undefined) return null
  // In a path these two are dot segments.
  if (promoCode === '.' || promoCode === '..') return 'wrong'
  try {
    return (await source.isPromoCode(id, promoCode, clientIp)) ? 'works' : 'wrong'
  } catch (error) {
    if (isUpstream(error, 'missing', 'refused')) return 'wrong'
    if (isUpstream(error)) return 'unchecked'
    throw error
  }
}

function entryOf(cache: Map<string, ShopCacheEntry>, key: string): ShopCacheEntry {
  const entry = cache.get(key) ?? { good: null, failed: null, reading: null, startedAt: 0, isDue: false }
  // Moved to the end: the least recently read is evicted first.
  cache.delete(key)
  cache.set(key, entry)
  const oldest = cache.keys().next().value
  if (cache.size > MAX_ENTRIES && oldest !== undefined) cache.delete(oldest)
  return entry
}
