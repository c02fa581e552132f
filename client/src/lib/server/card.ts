import type { TuvensEvent } from '@tuvens/contract'

/** What a list shows of an event. The rest stays on the server: a list of fifty is not the place for fifty descriptions. */
export type CardEvent = Omit<TuvensEvent, 'description' | 'contactData'>

const LEFT_OUT = new Set(['description', 'contactData'])

export function cardOf(event: TuvensEvent): CardEvent {
  return Object.fromEntries(Object.entries(event).filter(([name]) => !LEFT_OUT.has(name))) as CardEvent
}
