import type { LastUse } from './store.ts'

/** The sessions that were used through this node lately, and the open connections of each. */
export type WatchList = {
  use: (id: string, token: string) => void
  /** A connection that ends with its session. @returns what to call when the connection has ended by itself */
  attach: (id: string, token: string, close: () => void) => () => void
  /** The sessions to ask about. */
  list: () => LastUse[]
  /** The session has ended: its connections are closed, and its value is read again. */
  drop: (id: string) => void
}

type Watched = { token: string; usedAt: number; connections: Set<() => void> }

/** After five minutes without use there is nobody to notice: the next use asks first. */
const WATCHED_MS = 5 * 60 * 1000

/** `forget` makes this node read a value again. */
export function createWatchList({
  now,
  forget,
}: {
  now: () => number
  forget: (token: string) => void
}): WatchList {
  const all = new Map<string, Watched>()
  const watch = (id: string, token: string) => {
    const watched = all.get(id) ?? { token, usedAt: 0, connections: new Set() }
    all.set(id, watched)
    watched.usedAt = now()
    return watched
  }
  const list = () => {
    for (const [id, { usedAt, connections }] of all) {
      if (connections.size === 0 && usedAt < now() - WATCHED_MS) all.delete(id)
    }
    return [...all].map(([id, { usedAt }]) => ({ id, ageMs: now() - usedAt }))
  }
  return {
    use: (id, token) => void watch(id, token),
    attach: (id, token, close) => {
      const { connections } = watch(id, token)
      connections.add(close)
      return () => void connections.delete(close)
    },
    list,
    drop: (id) => {
      const watched = all.get(id)
      if (watched === undefined) return
      all.delete(id)
      forget(watched.token)
      for (const close of watched.connections) close()
    },
  }
}
