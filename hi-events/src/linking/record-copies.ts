import type { HiEvent } from '../upstream/event-answers.ts'
import { tuvensIdOf } from './attributes.ts'
import type { LinkingContext } from './context.ts'
import { linkedHiEventsOf, upsertCopies } from './store.ts'

/**
 * A duplicate of a linked event carries its attribute (spec 3.3). It is never followed, only recorded to be shown.
 *
 * @returns the ids of the duplicates among these events of an account
 */
export async function recordCopies(
  context: LinkingContext,
  accountId: number,
  events: HiEvent[],
): Promise<number[]> {
  const carriers = events.flatMap((event) => {
    const eventId = tuvensIdOf(event)
    return eventId === null ? [] : [{ event, eventId }]
  })
  const linked = await linkedHiEventsOf(
    context.db,
    accountId,
    carriers.map(({ eventId }) => eventId),
  )
  const copies = carriers.flatMap(({ event: { id, title }, eventId }) => {
    const original = linked.get(eventId)
    return original === undefined || original === id ? [] : [{ hiEventId: id, eventId, accountId, title }]
  })
  if (copies.length > 0) await upsertCopies(context.db, copies)
  return copies.map((each) => each.hiEventId)
}
