import type { LinkingContext } from './context.ts'
import type { Event } from '../upstream/answers.ts'
import type { Bearer } from '../upstream/call.ts'

const MAX_PAGES = 20

/** An account's events, latest change first; `isAll` is false when there are more pages than were read. */
type ListedEvents = { events: Event[]; isAll: boolean }

/** Reads pages of a hundred, up to `maxPages`. */
export async function listEvents(
  context: LinkingContext,
  token: Bearer,
  maxPages = MAX_PAGES,
): Promise<ListedEvents> {
  const all: Event[] = []
  for (let page = 1; page <= maxPages; page++) {
    const { events, isLast } = await context.hiEvents.events(token, page)
    all.push(...events)
    if (isLast) return { events: all, isAll: true }
  }
  return { events: all, isAll: false }
}
