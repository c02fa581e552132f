import type { HiEvent } from '../upstream/event-answers.ts'
import { tuvensIdOf } from './attributes.ts'
import type { LinkingContext } from './context.ts'
import { deleteOtherCopies, type Link, upsertCopies } from './store.ts'

/** An account's links and its events just listed; `isAll` when it has no others. */
type ListedEvents = {
  accountId: number
  events: HiEvent[]
  links: Pick<Link, 'eventId' | 'hiEventId'>[]
  isAll: boolean
}

/** A duplicate of a linked event carries its attribute (spec 3.3). It is never followed, only recorded to be shown. */
export async function recordCopies(
  context: LinkingContext,
  { accountId, events, links, isAll }: ListedEvents,
): Promise<void> {
  const linked = new Map(links.map((link) => [link.eventId, link.hiEventId]))
  const copies = events.flatMap((event) => {
    const eventId = tuvensIdOf(event)
    const original = eventId === null ? undefined : linked.get(eventId)
    if (eventId === null || original === undefined || original === event.id) return []
    return [{ hiEventId: event.id, eventId, accountId, title: event.title }]
  })
  if (copies.length > 0) await upsertCopies(context.db, copies)
  const ids = copies.map((each) => each.hiEventId)
  if (isAll) await deleteOtherCopies(context.db, accountId, ids)
}
