import type { MailEvent } from '../mail/compose.tsx'
import { dateRange, zoneName } from '../rest/words.ts'

/** When and where something takes place, and whether it does. */
export type Plan = Pick<MailEvent, 'start' | 'end' | 'timezone' | 'place'> & { isCancelled: boolean }

/** When, in words. */
export function whenOf({ start, end, timezone }: Plan): string {
  return `${dateRange(start, end, timezone)} (${zoneName(timezone, start)})`
}

/** Whether there is nothing to tell. */
export function isSamePlan(before: Plan, now: Plan): boolean {
  const isSameTime = whenOf(before) === whenOf(now)
  return isSameTime && before.place === now.place && before.isCancelled === now.isCancelled
}
