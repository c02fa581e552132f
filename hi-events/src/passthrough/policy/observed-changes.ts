/** What a write that the ticket system accepted may have changed: the event itself, or only what its shop sells. */
export type ObservedChange = { hiEventId: number; changes: 'event' | 'shop' }

/** Called with each change that is seen in an answer. It does not keep the answer waiting. */
export type ObserveChange = (change: ObservedChange) => void

type Write = { method: string; path: string; status: number }

const READS = new Set(['GET', 'HEAD', 'OPTIONS'])

/** Calls and forms after which an event may have another status, title or date. */
const EVENT_CHANGES: readonly RegExp[] = [
  /^\/api\/events\/(\d{1,15})(?:\/status|\/occurrences(?:\/[\w-]+){0,2})?\/?$/,
  // The box office's forms for one event: which of them changes its status is the box office's matter.
  /^\/manage\/event\/(\d{1,15})(?:\/[\w-]+){1,3}\/?$/,
]

/** Calls and forms after which more or fewer tickets may be left. */
const SHOP_CHANGES: readonly RegExp[] = [
  /^\/api\/events\/(\d{1,15})\/(?:products|product-categories|capacity-assignments|settings|waitlist|attendees)(?:\/[\w-]+)?\/?$/,
  /^\/api\/events\/(\d{1,15})\/orders\/[\w-]+\/(?:cancel|refund|mark-as-paid)\/?$/,
  /^\/api\/public\/events\/(\d{1,15})\/order(?:\/[\w-]+){0,3}\/?$/,
  // The box office's shop and checkout.
  /^\/event\/(\d{1,15})\/?$/,
  /^\/checkout\/(\d{1,15})(?:\/[\w-]+){1,3}\/?$/,
]

/**
 * What an accepted write may have changed, so that nobody waits for its webhook: a queue worker at the ticket system may
 * send that seconds later. null for reads, refused writes and writes that change nothing for attendees.
 */
export function observedChangeOf({ method, path, status }: Write): ObservedChange | null {
  if (READS.has(method) || status < 200 || status >= 400) return null
  const ofEvent = idIn(EVENT_CHANGES, path)
  if (ofEvent !== null) return { hiEventId: ofEvent, changes: 'event' }
  const ofShop = idIn(SHOP_CHANGES, path)
  return ofShop === null ? null : { hiEventId: ofShop, changes: 'shop' }
}

function idIn(patterns: readonly RegExp[], path: string): number | null {
  for (const pattern of patterns) {
    const id = pattern.exec(path)?.[1]
    if (id !== undefined) return Number(id)
  }
  return null
}
