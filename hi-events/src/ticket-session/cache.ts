/** Values by key, each read again when it is older than `ttlMs`. */
export type Cache<T> = {
  /** At once when it is here, and not older than `maxAgeMs`; callers that wait for the same key share one read. */
  read: (key: string, maxAgeMs?: number) => T | Promise<T>
  forget: (key: string) => void
  /** Whether a value was read for this key, however long ago, or is being read. */
  has: (key: string) => boolean
}

type Entry<T> = { value: T | Promise<T>; until: number }

const MAX_ENTRIES = 10_000

/** Remembers what `load` returns; a failed read is not remembered. `now` gives milliseconds. */
export function createCache<T>(
  load: (key: string) => Promise<T>,
  { now, ttlMs }: { now: () => number; ttlMs: number },
): Cache<T> {
  const entries = new Map<string, Entry<T>>()
  const keep = (key: string, entry: Entry<T>) => {
    entries.delete(key)
    if (entries.size >= MAX_ENTRIES) entries.delete(entries.keys().next().value ?? key)
    entries.set(key, entry)
  }
  const begin = (key: string): Promise<T> => {
    const loading = load(key)
    const entry: Entry<T> = { value: loading, until: Number.POSITIVE_INFINITY }
    keep(key, entry)
    // What was forgotten meanwhile stays forgotten.
    const isCurrent = () => entries.get(key) === entry
    loading.then(
      (value) => isCurrent() && keep(key, { value, until: now() + ttlMs }),
      () => isCurrent() && entries.delete(key),
    )
    return loading
  }
  return {
    read: (key, maxAgeMs = ttlMs) => {
      const found = entries.get(key)
      const isFresh = found !== undefined && found.until - ttlMs + maxAgeMs > now()
      return isFresh ? found.value : begin(key)
    },
    forget: (key) => void entries.delete(key),
    has: (key) => entries.has(key),
  }
}
