import { attendeeWords, fullName } from './order-words.tsx'
import type { Guest } from './attendees-page.tsx'

const HEAD = ['Name', 'First name', 'Last name', 'E-mail', 'Ticket', 'Number', 'Status', 'Order']

/** The list for a spreadsheet: UTF-8 with a mark so that Excel reads it, and nothing that a spreadsheet would run. */
export function attendeesCsv(guests: readonly (Guest & { order: string })[]): string {
  const rows = guests.map(({ attendee, ticket, checkedIn, order }) => [
    fullName(attendee),
    attendee.first_name,
    attendee.last_name,
    attendee.email,
    ticket,
    attendee.public_id,
    attendeeWords(attendee, checkedIn)[1],
    order,
  ])
  return `\uFEFF${[HEAD, ...rows].map((row) => row.map(cell).join(',')).join('\r\n')}\r\n`
}

function cell(text: string): string {
  const tame = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(tame) ? `"${tame.replaceAll('"', '""')}"` : tame
}
