import {
  type StreamHeartbeat,
  type StreamReset,
  type TicketingChange,
  ticketingPhaseOf,
} from '@tuvens/contract'
import { type Cursor, cursorText } from './cursor.ts'
import type { ChangeRow } from './store.ts'

/** A row of the change log, or the state of an event, as clients read it. */
export function changeOf(row: ChangeRow): TicketingChange {
  return {
    type: 'ticketing_status_changed',
    eventId: row.event_id,
    status: row.status,
    // Null when the change log has no row of the event; then it is computed.
    phase:
      row.phase ??
      ticketingPhaseOf({
        ticketingStatus: row.status,
        sourceStatus: row.source_status,
        hasBeenOnSale: row.has_been_on_sale,
        salesStatus: row.sales_status,
      }),
    version: row.version,
    detailsVersion: row.details_version,
    timestamp: row.changed_at.toISOString(),
    widgetUrl: row.widget_url,
    eventUrl: row.event_url,
    ...(row.dates.length > 0 && { dates: row.dates }),
    ...(row.prices !== null && { prices: row.prices }),
    ...(typeof row.traceparent === 'string' && { traceparent: row.traceparent }),
  }
}

/** A change as an SSE message. It is made once and written to every connection. */
export function changeFrame(change: TicketingChange, cursor: Cursor): Buffer {
  return Buffer.from(`id: ${cursorText(cursor)}\ndata: ${JSON.stringify(change)}\n\n`)
}

const RESET: StreamReset = { type: 'reset' }
export const RESET_FRAME = Buffer.from(`data: ${JSON.stringify(RESET)}\n\n`)
const HEARTBEAT: StreamHeartbeat = { type: 'heartbeat' }
export const HEARTBEAT_FRAME = Buffer.from(`data: ${JSON.stringify(HEARTBEAT)}\n\n`)

/** Tells a browser when to reconnect. Times are spread, so that the clients of a lost node do not reconnect all at once. */
export function retryFrame([from, to]: readonly [number, number]): Buffer {
  return Buffer.from(`retry: ${Math.round(from + Math.random() * (to - from))}\n\n`)
}
