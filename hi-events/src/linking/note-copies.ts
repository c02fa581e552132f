import type { LinkingContext } from './context.ts'
import type { Event } from '../upstream/answers.ts'
import { tuvensIdOf } from './attributes.ts'
import { deleteOtherCopies, type Link, upsertCopies } from './store.ts'

/** Events just listed of an account, and its links; `isAll` when there are no others. */
export type Listed = { accountId: number; events: Event[]; links: Link[]; isAll: boolean }

/** A duplicate of a linked event carries its attribute (spec 3.3). It is never followed, but kept so that it can be shown. */
export async function noteCopies(
  context: LinkingContext,
  { accountId, events, links, isAll }: Listed,
): Promise<void> {
  const linked = new Map(links.map((link) => [link.eventId, link.hiEventId]))
  const copies = events.flatMap((event) => {
    const eventId = tuvensIdOf(event)
    const original = eventId === null ? undefined : linked.get(eventId)
    if (eventId === null || original === undefined || original === event.id) return []
    return [{ hiEventId: event.id, eventId, accountId, title: event.title }]
  })
  if (copies.length > 0) await upsertCopies(context.db, copies)
  if (isAll)
    await deleteOtherCopies(
      context.db,
      accountId,
      copies.map((each) => each.hiEventId),
    )
}
