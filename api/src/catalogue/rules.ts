import { type ErrorDetail, ServiceError } from '@tuvens/contract'
import { dateOrderProblems } from './further-dates.ts'
import type { EventFields } from './store.ts'

const FIRST_YEAR = 1970
const LAST_YEAR = 2200

/**
 * Checks the rules of an event that a schema cannot express.
 *
 * @throws ServiceError BUSINESS_RULE with every violated rule
 */
export function checkRules(event: EventFields): void {
  const details = [
    ...dateProblems('startDate', event.start_date),
    ...(event.end_date === null ? [] : dateProblems('endDate', event.end_date)),
    ...event.further_dates.flatMap(({ startDate, endDate }, at) => [
      ...dateProblems(`furtherDates.${at}.startDate`, new Date(startDate)),
      ...(endDate === null ? [] : dateProblems(`furtherDates.${at}.endDate`, new Date(endDate))),
    ]),
    ...dateOrderProblems(event),
    ...(canonicalTimezone(event.timezone) === null
      ? [{ field: 'timezone', message: 'The timezone is not one of the IANA list, such as Europe/Amsterdam' }]
      : []),
    ...(event.title.trim() === '' ? [{ field: 'title', message: 'The event needs a title' }] : []),
  ]
  const [first] = details
  if (first !== undefined) throw new ServiceError('BUSINESS_RULE', { message: first.message, details })
}

/** Years that PostgreSQL and JavaScript both represent. A leap second passes the schema but is no JavaScript date. */
function dateProblems(field: string, date: Date): ErrorDetail[] {
  const year = date.getUTCFullYear()
  if (year >= FIRST_YEAR && year <= LAST_YEAR) return []
  return [{ field, message: `${field} has to lie between ${FIRST_YEAR} and ${LAST_YEAR}` }]
}

/** The IANA name in its official spelling; null for an offset and for an unknown zone. */
export function canonicalTimezone(name: string): string | null {
  if (!/^[A-Za-z]/.test(name)) return null
  try {
    const canonical = new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone
    // An alias (Asia/Calcutta) keeps its name; only upper and lower case are corrected.
    return canonical.toLowerCase() === name.toLowerCase() ? canonical : name
  } catch {
    return null
  }
}
