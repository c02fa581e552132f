import type { TuvensEvent } from '@tuvens/contract'
import { addressLines } from './place.ts'

type CalendarEvent = Pick<
  TuvensEvent,
  'id' | 'title' | 'description' | 'startDate' | 'endDate' | 'venue' | 'updatedAt'
> &
  Pick<TuvensEvent, 'ticketing_phase' | 'ticketing_version'>

const DEFAULT_LENGTH_MS = 2 * 3_600_000

/** An event as an iCalendar file (RFC 5545). Instants are in UTC, so that a calendar shows them in its owner's zone. */
export function calendarOf(event: CalendarEvent, page: string): string {
  const start = Date.parse(event.startDate)
  const end = event.endDate === null ? start + DEFAULT_LENGTH_MS : Date.parse(event.endDate)
  const place =
    event.venue === null ? '' : [event.venue.name, ...addressLines(event.venue, 'en-GB')].join(', ')
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Tuvens//Events//EN',
    'BEGIN:VEVENT',
    `UID:event-${event.id}@${new URL(page).hostname}`,
    `DTSTAMP:${stamp(Date.parse(event.updatedAt))}`,
    `SEQUENCE:${event.ticketing_version}`,
    `DTSTART:${stamp(start)}`,
    `DTEND:${stamp(end)}`,
    `SUMMARY:${escapeText(event.title)}`,
    `DESCRIPTION:${escapeText(`${event.description}\n\n${page}`.trim())}`,
    ...(place === '' ? [] : [`LOCATION:${escapeText(place)}`]),
    `URL:${page}`,
    `STATUS:${event.ticketing_phase === 'cancelled' ? 'CANCELLED' : 'CONFIRMED'}`,
    'END:VEVENT',
    'END:VCALENDAR',
  ]
  return `${lines.map(fold).join('\r\n')}\r\n`
}

function stamp(at: number): string {
  return new Date(at).toISOString().replace(/[-:]|\.\d{3}/g, '')
}

function escapeText(text: string): string {
  return text.replace(/[\\;,]/g, '\\$&').replace(/\r?\n/g, '\\n')
}

/** RFC 5545, 3.1: a line has at most 75 octets; a longer one continues on the next, which starts with a space. */
function fold(line: string): string {
  const pieces: string[] = []
  let piece = ''
  for (const character of line) {
    const limit = pieces.length === 0 ? 75 : 74
    if (new TextEncoder().encode(piece + character).length > limit) {
      pieces.push(piece)
      piece = ''
    }
    piece += character
  }
  return [...pieces, piece].join('\r\n ')
}
