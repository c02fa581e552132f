import { Type, type Static } from 'typebox'
import { Id, Instant, IntId, Nullable } from './ids.ts'
import { SOURCE_STATUSES } from './ticketing-status.ts'
import { TicketingPhase, TicketingStatus } from './ticketing.ts'

/**
 * What is seen of an event's way from the ticket system to its page (spec 1, "why is ticketing not showing?"). Codes,
 * numbers and instants only: no text of the ticket system's own, nobody's name, nothing secret.
 */

const Count = Type.Integer({ minimum: 0 })
const Source = Type.Enum([...SOURCE_STATUSES])

/** How the live look at the event upstream ended. `busy`: not now, because we have asked for much; it sells all the same. */
const LOOKS = ['seen', 'missing', 'away', 'busy', 'login_refused', 'refused', 'unreadable'] as const
export type LookOutcome = (typeof LOOKS)[number]

/** What attendees can have of an event's tickets. `hidden`: the ticket system shows nobody this event. */
const SALE_OUTCOMES = ['open', 'none', 'not_yet', 'sold_out', 'over', 'hidden', 'away'] as const
export type SaleOutcome = (typeof SALE_OUTCOMES)[number]

/** The ticket origin's side of one linked event. */
export const ReportedLink = Type.Object({
  hi_events_event_id: IntId,
  linked_at: Instant,
  /** When the API was last told of the link; null: never, so that its page shows nothing. */
  told_at: Nullable(Instant),
  /** Since when the event is known to be gone upstream. */
  lost_at: Nullable(Instant),
  /** Why the API wants no more messages of this pair. */
  stopped: Nullable(Type.Enum(['conflict', 'gone'])),
  has_been_live: Type.Boolean(),
  /** The event upstream, looked at for this report. */
  look: Type.Object({ outcome: Type.Enum([...LOOKS]), status: Nullable(Source), ends_at: Nullable(Instant) }),
  /** The last native webhook about the event; both null: none in the last 30 days. */
  delivery: Type.Object({ received_at: Nullable(Instant), worked_at: Nullable(Instant) }),
  /** Whether Hi.Events has our webhook and took it. Without one only the sweep learns of changes. */
  has_webhook: Type.Boolean(),
  sweep: Type.Object({ at: Nullable(Instant), has_failed: Type.Boolean(), is_overdue: Type.Boolean() }),
  /** Status messages to the API: waiting, given up since the last one that arrived, and that one. */
  messages: Type.Object({ waiting: Count, dead: Count, delivered_at: Nullable(Instant) }),
  /** Events upstream duplicated from this one: shown here, never followed. */
  copies: Count,
  sale: Type.Object({ outcome: Type.Enum([...SALE_OUTCOMES]), opens_at: Nullable(Instant) }),
})
export type ReportedLink = Static<typeof ReportedLink>

/** `GET /api/service/links/:event_id/report` on the ticket origin. */
export const LinkReport = Type.Object({
  event_id: Id,
  seen_at: Instant,
  /** Origins whose pages may frame the tickets. */
  frame_origins: Type.Array(Type.String()),
  /** Null: the ticket origin knows no ticketing of this event. */
  link: Nullable(ReportedLink),
})
export type LinkReport = Static<typeof LinkReport>

/** Whether the ticket origin gave its report. `refuses`: it does not accept the API's signature. */
const TICKET_SIDES = ['answers', 'away', 'refuses', 'unreadable'] as const
export type TicketSide = (typeof TICKET_SIDES)[number]

/** `GET /api/events/:id/ticketing-report`: the API's own view, with the ticket origin's beside it. */
export const TicketingReport = Type.Object({
  event_id: Id,
  seen_at: Instant,
  status: TicketingStatus,
  phase: TicketingPhase,
  /** Number of the latest change in the API's log, and when it was written. */
  version: Type.Integer(),
  changed_at: Nullable(Instant),
  hi_events_event_id: Nullable(IntId),
  widget_url: Nullable(Type.String()),
  ends_at: Nullable(Instant),
  /** The last status message that counted; `received_at` is null once it is older than the inbox keeps. */
  last_message: Nullable(Type.Object({ sent_at: Instant, received_at: Nullable(Instant) })),
  ticket_side: Type.Enum([...TICKET_SIDES]),
  tickets: Nullable(LinkReport),
})
export type TicketingReport = Static<typeof TicketingReport>
