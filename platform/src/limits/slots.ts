import { clientKey } from './client.ts'

/** `inAll`: how many may be taken at once; `perClient`: by one client. */
export type SlotOptions = { inAll: number; perClient: number }

/** A taken slot, or whose share is used up: that of this client, or that of all. */
export type SlotResult = { release: () => void } | { full: 'client' | 'all' }

/** Places for what lasts: open requests and streams. */
export type Slots = {
  /** @param onEvicted ends what the slot is for; the slot is released already */
  take: (address: string, onEvicted: () => void) => SlotResult
  /** How many are taken. */
  used: () => number
}

type Taken = { onEvicted: () => void }

/**
 * When all are taken, a client that has fewer gets the oldest slot of the client that has most: each of so many clients
 * has its fair share, in whatever order they came.
 */
export function createSlots({ inAll, perClient }: SlotOptions): Slots {
  const byClient = new Map<string, Set<Taken>>()
  let used = 0

  const release = (client: string, taken: Taken): void => {
    const own = byClient.get(client)
    if (own?.delete(taken) !== true) return
    used--
    if (own.size === 0) byClient.delete(client)
  }

  /** Costs one look at each client, because strangers decide how often it runs. @returns whether a slot is free now */
  const evictFor = (count: number): boolean => {
    let most = { client: '', own: new Set<Taken>() }
    for (const [holder, own] of byClient) if (own.size > most.own.size) most = { client: holder, own }
    const [oldest] = most.own
    if (oldest === undefined || most.own.size <= count + 1) return false
    release(most.client, oldest)
    oldest.onEvicted()
    return true
  }

  return {
    used: () => used,
    take: (address, onEvicted) => {
      const client = clientKey(address)
      const count = byClient.get(client)?.size ?? 0
      if (count >= perClient) return { full: 'client' }
      if (used >= inAll && !evictFor(count)) return { full: 'all' }
      const taken = { onEvicted }
      byClient.set(client, (byClient.get(client) ?? new Set()).add(taken))
      used++
      return { release: () => release(client, taken) }
    },
  }
}
