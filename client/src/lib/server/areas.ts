import type { Area } from '@tuvens/messages'

/** What every page has: its header and footer, and the page of an error. */
const ALWAYS: readonly Area[] = ['site', 'errors']

/** The cards of events. */
const CARDS: readonly Area[] = ['phases', 'events']

/** The areas of messages of each page, by its route: a page is sent no others. A test compares with what it imports. */
const AREAS: Record<string, readonly Area[]> = {
  '/': [...CARDS, 'browse'],
  '/event/[id]': [...CARDS, 'event'],
  '/event/[id]/unlink': ['tools'],
  '/events/hi-events/callback': [...CARDS, 'tools'],
  '/my-events': CARDS,
  '/organiser/[id]': [...CARDS, 'browse'],
  '/sign-out': ['account'],
}
/** What only members see on a page of everybody. */
const OF_MEMBERS: Record<string, readonly Area[]> = { '/event/[id]': ['tools'] }

/** Pages that have all their texts in every language; the others are in English as a whole. */
const TRANSLATED = new Set(['/', '/event/[id]', '/organiser/[id]', '/sign-out'])

export function isTranslated(routeId: string | null): boolean {
  return routeId !== null && TRANSLATED.has(routeId)
}

/** @param routeId null for an address without a page */
export function areasOf(routeId: string | null, isMember: boolean): Area[] {
  const route = routeId ?? ''
  return [...ALWAYS, ...(AREAS[route] ?? []), ...((isMember && OF_MEMBERS[route]) || [])]
}
