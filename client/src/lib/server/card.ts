import type { TuvensEvent } from '@tuvens/contract'
import { startsIn } from './times.ts'

/** The part of an event that a list shows. Descriptions and contact data stay on the server: they would fill the page. */
export type CardEvent = Omit<TuvensEvent, 'description' | 'contactData'> & { starts: string }

export function cardOf(event: TuvensEvent, locale: string, now: number): CardEvent {
  const { description: _description, contactData: _contactData, ...rest } = event
  return { ...rest, starts: startsIn(event, locale, now) }
}
