import { type StreamReset, type TicketingChange, ticketingPhaseOf } from '@tuvens/contract'
import { type Cursor, cursorText } from './cursor.ts'
import type { ChangeRow } from './store.ts'

/** A message ready to be written: made once, sent to every connection. */
export function changeFrame(row: ChangeRow, cursor: Cursor): Buffer {
  const change: TicketingChange = {
    type: 'ticketing_status_changed',
    eventId: row.event_id,
    status: row.status,
    // An event whose last change has left the log has its phase worked out anew.
    phase:
      row.phase ??
      ticketingPhaseOf({
        status: row.status,
        sourceStatus: row.source_status,
        hasBeenOnSale: row.has_been_on_sale,
        sales: row.sales,
      }),
    version: row.version,
    timestamp: row.changed_at.toISOString(),
    widgetUrl: row.widget_url,
    eventUrl: row.event_url,
  }
  return Buffer.from(`id: ${cursorText(cursor)}\ndata: ${JSON.stringify(change)}\n\n`)
}

const RESET: StreamReset = { type: 'reset' }
export const RESET_FRAME = Buffer.from(`data: ${JSON.stringify(RESET)}\n\n`)
export const HEARTBEAT = Buffer.from(':\n\n')

/** Tells a browser when to come back: spread out, so that a lost node's clients do not all come at once. */
export function retryFrame([from, to]: readonly [number, number]): Buffer {
  return Buffer.from(`retry: ${Math.round(from + Math.random() * (to - from))}\n\n`)
}
