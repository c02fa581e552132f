import { Type, type Static } from 'typebox'
import { TicketDates } from './dates.ts'
import { Id, Nullable, STRICT, Traceparent } from './ids.ts'
import { TicketPrices } from './prices.ts'
import { TicketingPhase, TicketingStatus } from './ticketing.ts'

/**
 * One change on the stream, and one row of a snapshot (spec 2.6). `version` rises by one per event and change: of its
 * ticketing, or of the details that an organiser edits.
 */
export const TicketingChange = Type.Object({
  type: Type.Literal('ticketing_status_changed'),
  eventId: Id,
  status: TicketingStatus,
  phase: TicketingPhase,
  version: Type.Integer(),
  /** As `detailsVersion` of the event. A page that shows other details reads the event again. */
  detailsVersion: Type.Integer(),
  timestamp: Type.String(),
  /** What the page needs to show the widget without asking again. */
  widgetUrl: Nullable(Type.String()),
  eventUrl: Nullable(Type.String()),
  /** As `ticketing_dates` of the event. */
  dates: Type.Optional(TicketDates),
  /** As `ticketing_prices` of the event. */
  prices: Type.Optional(TicketPrices),
  /** The trace of what caused the change. A snapshot has none. */
  traceparent: Type.Optional(Traceparent),
})
/** A change as pages read it. */
export type TicketingChange = Static<typeof TicketingChange>

/** Sent when the given cursor is older than the log; a fresh snapshot follows. */
export const StreamReset = Type.Object({ type: Type.Literal('reset') })
/** The message that makes a page start again from a snapshot. */
export type StreamReset = Static<typeof StreamReset>

/**
 * Sent after the snapshot or the missed changes, and every `HEARTBEAT_SECONDS` from then on: everything up to now has
 * been sent. It is data, because a browser does not show the comments of a stream to the page.
 */
export const StreamHeartbeat = Type.Object({ type: Type.Literal('heartbeat') })
/** The message by which a page can tell a quiet stream from a dead one. */
export type StreamHeartbeat = Static<typeof StreamHeartbeat>

/** Everything the stream sends as data. */
export const StreamMessage = Type.Union([TicketingChange, StreamReset, StreamHeartbeat])
/** One message of the stream as pages read it. */
export type StreamMessage = Static<typeof StreamMessage>

/** Event ids one stream may name; more are refused with VALIDATION_ERROR. */
export const MAX_EVENTS_PER_STREAM = 200

/**
 * `event_id` may be repeated; without any the stream carries every public event. Other parameters are ignored: an
 * EventSource never connects again after a refusal, and proxies, campaigns and polyfills add their own.
 */
export const StreamQuery = Type.Object({
  event_id: Type.Optional(Type.Array(Id, { minItems: 1, maxItems: MAX_EVENTS_PER_STREAM })),
  /** For clients that cannot set `Last-Event-ID`. An invalid cursor, or several, cause a reset. */
  last_event_id: Type.Optional(Type.Array(Type.String())),
})
/** A query whose ids are always a list. */
export type StreamQuery = Static<typeof StreamQuery>

/** The events whose ticketing is read without a stream. */
export const TicketingQuery = Type.Object(
  { event_id: Type.Array(Id, { minItems: 1, maxItems: MAX_EVENTS_PER_STREAM }) },
  STRICT,
)

/** The state of each requested event as the stream's snapshot has it. An event that does not exist is left out. */
export const TicketingStates = Type.Object({ states: Type.Array(TicketingChange) })
/** What a page reads while the stream brings it nothing. */
export type TicketingStates = Static<typeof TicketingStates>
