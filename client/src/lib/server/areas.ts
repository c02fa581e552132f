import type { Area } from '@tuvens/messages'

/** What every page has: its header and footer, and the page of an error. */
const ALWAYS: readonly Area[] = ['site']

/** The areas of messages of each translated page, by its route. A page is sent no others. */
const AREAS: Record<string, readonly Area[]> = {
  '/sign-out': ['account'],
}

/** Whether a page has all its texts in every language; the others are in English as a whole. */
export function isTranslated(routeId: string | null): boolean {
  return routeId !== null && Object.hasOwn(AREAS, routeId)
}

/** @param routeId null for an address without a page */
export function areasOf(routeId: string | null): Area[] {
  return [...ALWAYS, ...(AREAS[routeId ?? ''] ?? [])]
}
