import type { LinkingContext } from './context.ts'
import type { Event } from '../upstream/answers.ts'
import type { Bearer } from '../upstream/call.ts'
import { type Attribute, carries, originalOf } from './attributes.ts'
import { listEvents } from './list-events.ts'

/** The account's event that carries these attributes and is not a copy. Archived events count: they may be reopened. */
export async function findAttributed(
  context: LinkingContext,
  token: Bearer,
  wanted: Attribute[],
): Promise<Event | undefined> {
  const { events } = await listEvents(context, token)
  return originalOf(events.filter((each) => carries(each, wanted)))
}
