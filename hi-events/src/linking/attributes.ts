import { LINK_ATTRIBUTE } from '@tuvens/contract'
import type { Event } from '../upstream/answers.ts'

/** A name and value kept inside a Hi.Events event. A duplicate of the event has it, too. */
export type Attribute = { name: string; value: string }

/** Names the deleted event a new one stands for: duplicates of the deleted one do not have it. */
const REPLACES = 'tuvens_replaces'

/** What the Hi.Events event of a Tuvens event carries; `gone` is the one linked before, which is not there any more. */
export function linkAttributes(eventId: string, gone: number | null): Attribute[] {
  const link = { name: LINK_ATTRIBUTE, value: eventId }
  return gone === null ? [link] : [link, { name: REPLACES, value: String(gone) }]
}

/** Whether an event carries all of these, to the letter. */
export function carries(event: Event, wanted: Attribute[]): boolean {
  return wanted.every(({ name, value }) => valueOf(event, name) === value)
}

/** The Tuvens event an event says it belongs to. */
export function tuvensIdOf(event: Event): string | null {
  const value = valueOf(event, LINK_ATTRIBUTE)
  return typeof value === 'string' && /^[1-9][0-9]{0,17}$/.test(value) ? value : null
}

/**
 * Of events that carry the same attributes, the one that is no copy: of the latest that replaced a deleted one, else of
 * all, the oldest.
 */
export function originalOf(events: readonly Event[]): Event | undefined {
  const replaced = (event: Event) => Number(valueOf(event, REPLACES) ?? 0) || 0
  return [...events].sort((a, b) => replaced(b) - replaced(a) || a.id - b.id)[0]
}

function valueOf(event: Event, name: string): unknown {
  return (event.attributes ?? []).find((each) => each.name === name)?.value
}
