import type { ErrorDetail, FurtherDate } from '@tuvens/contract'
import type { EventFields } from './store.ts'

/** Dates as they are stored: instants in UTC, so that the same dates are the same text. */
export function furtherDatesOf(dates: readonly FurtherDate[]): FurtherDate[] {
  return dates.map(({ startDate, endDate }) => ({
    startDate: stored(startDate),
    endDate: endDate === null ? null : stored(endDate),
  }))
}

/** A leap second passes the schema but is no JavaScript date: it stays as it is, for the rules to refuse. */
function stored(instant: string): string {
  const date = new Date(instant)
  return Number.isNaN(date.getTime()) ? instant : date.toISOString()
}

type Dates = Pick<EventFields, 'start_date' | 'end_date' | 'further_dates'>

/** What is wrong with the dates of an event: every one ends after it starts, and starts after the one before. */
export function dateOrderProblems({ start_date, end_date, further_dates }: Dates): ErrorDetail[] {
  const isOrdered = end_date === null || end_date > start_date
  const first = isOrdered ? [] : [{ field: 'endDate', message: 'The event has to end after it starts' }]
  const starts = [start_date.getTime(), ...further_dates.map((each) => Date.parse(each.startDate))]
  const further = further_dates.flatMap(({ startDate, endDate }, at) => [
    ...((starts[at] ?? 0) < Date.parse(startDate)
      ? []
      : [
          {
            field: `furtherDates.${at}.startDate`,
            message: 'Each date has to start after the one before it',
          },
        ]),
    ...(endDate === null || Date.parse(endDate) > Date.parse(startDate)
      ? []
      : [{ field: `furtherDates.${at}.endDate`, message: 'Each date has to end after it starts' }]),
  ])
  return [...first, ...further]
}
