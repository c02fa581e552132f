import { fullName } from '../frame/full-name.ts'
import { attendeeBadge } from '../orders/badges.tsx'
import type { AttendeeLine } from './attendees-page.tsx'

const HEADER = ['Name', 'First name', 'Last name', 'E-mail', 'Ticket', 'Number', 'Status', 'Order']

/** UTF-8 with a byte order mark, which Excel needs. No cell can be read as a formula. */
export function attendeesCsv(lines: readonly (AttendeeLine & { order: string })[]): string {
  const rows = lines.map(({ attendee, ticket, order }) => [
    fullName(attendee),
    attendee.first_name,
    attendee.last_name,
    attendee.email,
    ticket,
    attendee.public_id,
    attendeeBadge(attendee)[1],
    order,
  ])
  return `\uFEFF${[HEADER, ...rows].map((row) => row.map(cell).join(',')).join('\r\n')}\r\n`
}

/** A leading `'` keeps spreadsheets from running the cell as a formula (CSV injection). */
function cell(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
