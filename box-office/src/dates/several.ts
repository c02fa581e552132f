import type { Sql } from '@tuvens/platform/db/db'

/** Whether an event has more dates than one, now or by its rule: a further date leaves the type of an event as it was. */
export function hasSeveralDates(event: { type: 'SINGLE' | 'RECURRING' }, dates: readonly unknown[]): boolean {
  return event.type === 'RECURRING' || dates.length > 1
}

/** The same of the event `e` of a statement. */
export const severalDates = (sql: Sql) => sql`
  (e.type = 'RECURRING' or (select count(*) from occurrences several where several.event_id = e.id) > 1)`

/** The date that moves with an event of the type SINGLE. */
export function firstMade<T extends { id: number }>(dates: readonly T[]): T | undefined {
  return dates.toSorted((a, b) => a.id - b.id)[0]
}

/** The date of an event of the type SINGLE that a buyer need not name, of all of its dates in their order. */
export function firstDate<T extends { status: 'ACTIVE' | 'CANCELLED' }>(dates: readonly T[]): T | undefined {
  return dates.find((each) => each.status === 'ACTIVE') ?? dates[0]
}
