import type { Context } from '../context.ts'
import type { Event } from '../upstream/answers.ts'
import type { Bearer } from '../upstream/call.ts'

/** A name and value kept inside a Hi.Events event. */
export type Attribute = { name: string; value: string }

const MAX_PAGES = 20

/**
 * The account's event that carries an attribute; the oldest when there are several, because a duplicate copies it.
 * Archived events count: they may be opened again.
 */
export async function findAttributed(
  ctx: Context,
  token: Bearer,
  wanted: Attribute,
): Promise<Event | undefined> {
  const found: Event[] = []
  for (let page = 1; page <= MAX_PAGES; page++) {
    const { events, isLast } = await ctx.hiEvents.events(token, page)
    found.push(...events.filter((each) => isAttributed(each, wanted)))
    if (isLast) break
  }
  return found.sort((a, b) => a.id - b.id)[0]
}

/** Whether an event carries an attribute, to the letter. */
export function isAttributed(event: Event, wanted: Attribute): boolean {
  return (event.attributes ?? []).some((each) => each.name === wanted.name && each.value === wanted.value)
}
