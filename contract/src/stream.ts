import { Type, type Static } from 'typebox'
import { Id, Nullable } from './ids.ts'
import { TicketingPhase, TicketingStatus } from './ticketing.ts'

/** One change on the stream, and one row of a snapshot (spec 2.6). `version` rises by one per event and change. */
export const TicketingChange = Type.Object({
  type: Type.Literal('ticketing_status_changed'),
  eventId: Id,
  status: TicketingStatus,
  phase: TicketingPhase,
  version: Type.Integer(),
  timestamp: Type.String(),
  /** What the page needs to show the widget without asking again. */
  widgetUrl: Nullable(Type.String()),
  eventUrl: Nullable(Type.String()),
})
export type TicketingChange = Static<typeof TicketingChange>

/** Sent when the given cursor is older than the log; a fresh snapshot follows. */
export const StreamReset = Type.Object({ type: Type.Literal('reset') })
export type StreamReset = Static<typeof StreamReset>

export const StreamMessage = Type.Union([TicketingChange, StreamReset])
export type StreamMessage = Static<typeof StreamMessage>

export const MAX_EVENTS_PER_STREAM = 200
