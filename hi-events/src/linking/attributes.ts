import { LINK_ATTRIBUTE } from '@tuvens/contract'
import type { HiEvent } from '../upstream/event-answers.ts'

/** A name and value stored in a Hi.Events event. Duplicates of the event have it, too. */
export type Attribute = { name: string; value: string }

/** Names the deleted event that this event replaces. Duplicates of the deleted event do not have it. */
const REPLACES = 'tuvens_replaces'

/** The attributes of the Hi.Events event of a Tuvens event; `deleted` is the id of the deleted event that it replaces. */
export function linkAttributes(eventId: string, deleted: number | null): [Attribute, ...Attribute[]] {
  const link = { name: LINK_ATTRIBUTE, value: eventId }
  return deleted === null ? [link] : [link, { name: REPLACES, value: String(deleted) }]
}

/** Whether an event carries all of these attributes with exactly these values. */
export function carries(event: HiEvent, wanted: Attribute[]): boolean {
  return wanted.every(({ name, value }) => valueOf(event, name) === value)
}

/** The id of the Tuvens event that an event's attribute names, if it is a valid id. */
export function tuvensIdOf(event: HiEvent): string | null {
  const value = valueOf(event, LINK_ATTRIBUTE)
  return typeof value === 'string' && /^[1-9][0-9]{0,17}$/.test(value) ? value : null
}

/**
 * Of events with the same attributes, the one that is not a copy: the oldest of those that replace the event deleted last,
 * or the oldest of all when none replaces another.
 */
export function originalOf(events: readonly HiEvent[]): HiEvent | undefined {
  const replaced = (event: HiEvent) => Number(valueOf(event, REPLACES) ?? 0) || 0
  return [...events].sort((a, b) => replaced(b) - replaced(a) || a.id - b.id)[0]
}

function valueOf(event: HiEvent, name: string): unknown {
  return (event.attributes ?? []).find((each) => each.name === name)?.value
}
