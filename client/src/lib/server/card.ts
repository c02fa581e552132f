import type { TuvensEvent } from '@tuvens/contract'
import { startsIn } from './times.ts'

/** What a list shows of an event. The rest stays on the server: a list of fifty is not the place for fifty descriptions. */
export type CardEvent = Omit<TuvensEvent, 'description' | 'contactData'> & { starts: string }

const LEFT_OUT = new Set(['description', 'contactData'])

export function cardOf(event: TuvensEvent, locale: string, now: number): CardEvent {
  const shown = Object.entries(event).filter(([name]) => !LEFT_OUT.has(name))
  return { ...(Object.fromEntries(shown) as Omit<CardEvent, 'starts'>), starts: startsIn(event, locale, now) }
}
