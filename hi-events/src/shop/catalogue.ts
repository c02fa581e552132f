import type { PublicEvent } from '../upstream/answers.ts'
import { isUpstream } from '../upstream/errors.ts'
import type { HiEvents } from '../upstream/hi-events.ts'

/** What became of a visitor's code; null when there is none. */
export type CodeState = 'works' | 'wrong' | 'unchecked' | null

/** `event` is null when the ticket system shows nobody this event: it is not live, or not there. */
export type Snapshot = { event: PublicEvent | null; readAt: number; isStale: boolean; code: CodeState }

/** An event, with a visitor's code if they gave one. What was read before `since`, in milliseconds, will not do. */
export type ShopQuery = { id: number; promoCode?: string; clientAddress: string; since?: number }

/** The public events as attendees see them. */
export type Catalogue = {
  /**
   * At most 2 s old; one read for any number of askers; the last good answer while the ticket system is away.
   *
   * @throws UpstreamError when it is away and there never was a good answer
   */
  read: (query: ShopQuery) => Promise<Snapshot>
  /** Something about this event changed: the next call reads it again. */
  forget: (id: number) => void
}

type Source = Pick<HiEvents, 'publicEvent' | 'isPromoCode'>

const FRESH_MS = 2_000
/** An event that never could be read is not asked for again sooner. */
const REST_MS = 1_000
const MAX_ENTRIES = 2_000

type CatalogueEntry = {
  good: Snapshot | null
  /** The last attempt, when there never was a good one. */
  failed: { error: unknown; at: number } | null
  reading: Promise<Snapshot> | null
  askedAt: number
  isDue: boolean
}

/** `now` gives milliseconds. */
export function createCatalogue(source: Source, now: () => number): Catalogue {
  // Apart, so that no number of guessed codes pushes out what everybody sees.
  const [events, withCodes] = [new Map<string, CatalogueEntry>(), new Map<string, CatalogueEntry>()]
  const entryFor = ({ id, promoCode }: ShopQuery) =>
    promoCode === undefined
      ? entryOf(events, String(id))
      : entryOf(withCodes, `${id} ${promoCode.toLowerCase()}`)

  const readUncoded = (query: ShopQuery) => readEntry({ id: query.id, clientAddress: query.clientAddress })
  const readEntry = (query: ShopQuery): Promise<Snapshot> => {
    const entry = entryFor(query)
    // A clock ahead of ours must not have us wait for it.
    const since = Math.min(query.since ?? 0, now())
    if (entry.reading !== null) {
      // Nobody is given what was asked for before a change they may know of; a ticket system that is away is not asked twice.
      const isOld = entry.isDue || entry.askedAt < since
      const again = (seen: Snapshot) => (seen.isStale ? seen : readEntry({ ...query, since }))
      return isOld ? entry.reading.then(again) : entry.reading
    }
    const oldest = Math.max(since, now() - FRESH_MS + 1)
    const isFresh = entry.good !== null && !entry.isDue && entry.good.readAt >= oldest
    if (isFresh && entry.good !== null) return Promise.resolve(entry.good)
    const hasJustFailed = entry.good === null && entry.failed !== null && entry.failed.at + REST_MS > now()
    if (hasJustFailed) return Promise.reject(entry.failed?.error)
    entry.reading = refresh(entry, { source, now, query })
    return entry.reading
  }

  return {
    read: async (query) => {
      try {
        return await readEntry(query)
      } catch (error) {
        // A code nobody could ask about takes away nothing that needs no code.
        if (query.promoCode === undefined || !isUpstream(error)) throw error
        return { ...(await readUncoded(query)), code: 'unchecked' }
      }
    },
    forget: (id) => {
      for (const [key, entry] of [...events, ...withCodes])
        if (key === String(id) || key.startsWith(`${id} `)) entry.isDue = true
    },
  }
}

async function refresh(
  entry: CatalogueEntry,
  { source, now, query }: { source: Source; now: () => number; query: ShopQuery },
): Promise<Snapshot> {
  const readAt = now()
  entry.askedAt = readAt
  // Before the reading: a change during it makes the next one due.
  entry.isDue = false
  try {
    const [found, code] = await Promise.all([look(source, query), lookAtCode(source, query)])
    entry.good = { event: unchanged(entry.good?.event, found), code, readAt, isStale: false }
    entry.failed = null
    return entry.good
  } catch (error) {
    entry.failed = { error, at: now() }
    if (entry.good === null || !isUpstream(error)) throw error
    // The next attempt is due when a good answer would be: a ticket system that is down is not hammered.
    entry.good = { ...entry.good, readAt, isStale: true }
    return entry.good
  } finally {
    entry.reading = null
  }
}

/** The same object for the same content, so that what was made of it lasts. */
function unchanged(before: PublicEvent | null | undefined, after: PublicEvent | null): PublicEvent | null {
  return before && JSON.stringify(before) === JSON.stringify(after) ? before : after
}

async function look(source: Source, query: ShopQuery): Promise<PublicEvent | null> {
  const { id, promoCode, clientAddress } = query
  // A code is a visitor's own guess and counts against their address; a read without a code counts against no address.
  const options = promoCode === undefined ? {} : { promoCode, clientAddress }
  try {
    return await source.publicEvent(id, options)
  } catch (error) {
    if (isUpstream(error, 'missing')) return null
    throw error
  }
}

async function lookAtCode(source: Source, { id, promoCode, clientAddress }: ShopQuery): Promise<CodeState> {
  if (promoCode === undefined) return null
  // As part of a path these two mean something else.
  if (promoCode === '.' || promoCode === '..') return 'wrong'
  try {
    return (await source.isPromoCode(id, promoCode, clientAddress)) ? 'works' : 'wrong'
  } catch (error) {
    if (isUpstream(error, 'missing', 'refused')) return 'wrong'
    if (isUpstream(error)) return 'unchecked'
    throw error
  }
}

function entryOf(kept: Map<string, CatalogueEntry>, key: string): CatalogueEntry {
  const entry = kept.get(key) ?? { good: null, failed: null, reading: null, askedAt: 0, isDue: false }
  // Read last, thrown out last.
  kept.delete(key)
  kept.set(key, entry)
  const oldest = kept.keys().next().value
  if (kept.size > MAX_ENTRIES && oldest !== undefined) kept.delete(oldest)
  return entry
}
