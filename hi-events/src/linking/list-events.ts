import type { LinkingContext } from './context.ts'
import type { HiEvent } from '../upstream/event-answers.ts'
import type { Bearer } from '../upstream/call.ts'
import { type Attribute, carries, originalOf } from './attributes.ts'
import { beginEvent } from './store.ts'

const MAX_PAGES = 20

/** An account's events, latest change first; `isAll` is false when there are more pages than were read. */
type EventListing = { events: HiEvent[]; isAll: boolean }

/** Reads pages of a hundred, up to `maxPages`. */
export async function listEvents(
  context: LinkingContext,
  token: Bearer,
  maxPages = MAX_PAGES,
): Promise<EventListing> {
  const all: HiEvent[] = []
  for (let page = 1; page <= maxPages; page++) {
    const { events, isLast } = await context.hiEvents.events(token, page)
    all.push(...events)
    if (isLast) return { events: all, isAll: true }
  }
  return { events: all, isAll: false }
}

type SearchedEvent = { accountId: number; token: Bearer; attributes: [Attribute, ...Attribute[]] }

/**
 * The account's event that carries these attributes, when its creation was tried before. That it is tried now is noted first,
 * so that only a lost response, or a lost database, costs a search.
 */
export async function findAttempted(
  context: LinkingContext,
  { accountId, token, attributes }: SearchedEvent,
): Promise<HiEvent | undefined> {
  const mayExist = await beginEvent(context.db, accountId, attributes[0])
  return mayExist ? findAttributed(context, token, attributes) : undefined
}

/** The account's event that carries these attributes and is not a copy. Archived events count: they may be reopened. */
async function findAttributed(
  context: LinkingContext,
  token: Bearer,
  wanted: Attribute[],
): Promise<HiEvent | undefined> {
  const { events } = await listEvents(context, token)
  return originalOf(events.filter((each) => carries(each, wanted)))
}
