import { Type, type Static } from 'typebox'
import { Id, Instant, IntId, Nullable } from '../ids.ts'
import { ReportedDate } from '../dates.ts'
import { DETAIL_FIELDS, DIFFERENCE_REASONS } from '../edits.ts'
import { SOURCE_STATUSES } from '../ticketing-status.ts'
import { TicketingPhase, TicketingStatus } from '../ticketing.ts'

/**
 * The evidence along an event's way from the ticket system to its page (spec 1, "why is ticketing not showing?"). It holds
 * codes, numbers and instants only: no text of the ticket system, no names, no secrets.
 */

const Difference = Type.Object({
  field: Type.Enum([...DETAIL_FIELDS]),
  reason: Type.Enum([...DIFFERENCE_REASONS]),
})
const Count = Type.Integer({ minimum: 0 })
const Source = Type.Enum([...SOURCE_STATUSES])

/** `busy`: our own budget or a 429 forbids the read at this moment; attendees can still buy. */
const SOURCE_READ_OUTCOMES = [
  'read',
  'missing',
  'unreachable',
  'busy',
  'login_refused',
  'refused',
  'unreadable',
] as const
/** How the live read of the Hi.Events event ended. */
export type SourceReadOutcome = (typeof SOURCE_READ_OUTCOMES)[number]

/** `no_tickets`: nothing visible is on sale at any time. `hidden`: the ticket system shows attendees no such event. */
const SHOP_OUTCOMES = ['open', 'no_tickets', 'not_yet', 'sold_out', 'over', 'hidden', 'unreachable'] as const
/** What attendees find in an event's shop. */
export type ShopOutcome = (typeof SHOP_OUTCOMES)[number]

/**
 * `cards_off`: by card only, and the ticket system has no key of Stripe. `none`: the organiser has chosen no way to pay.
 */
const PAYMENT_OUTCOMES = ['ready', 'cards_off', 'none'] as const
/** Whether buyers of an event's paid tickets can pay. */
export type PaymentOutcome = (typeof PAYMENT_OUTCOMES)[number]

/** The ticket origin's evidence of one link. */
export const ReportedLink = Type.Object({
  hi_events_event_id: IntId,
  linked_at: Instant,
  /** When the API last accepted the link; null: never, so its page shows nothing. */
  registered_at: Nullable(Instant),
  /** Since when the Hi.Events event is known to be missing. */
  missing_at: Nullable(Instant),
  /** Why the API refused further status reports of this link. */
  stopped_reason: Nullable(Type.Enum(['conflict', 'gone'])),
  has_been_live: Type.Boolean(),
  /** The Hi.Events event, read for this report. */
  source: Type.Object({
    outcome: Type.Enum([...SOURCE_READ_OUTCOMES]),
    status: Nullable(Source),
    ends_at: Nullable(Instant),
    /** Of an event of several dates. */
    dates: Type.Optional(Type.Array(ReportedDate)),
  }),
  /** Whether its paid tickets can be paid for; null: it has none, or it is not known. */
  payments: Nullable(Type.Enum([...PAYMENT_OUTCOMES])),
  /** Whether the ticket system mails ticket holders of changes and cancellations itself; absent while no answer has shown it. */
  tells_holders: Type.Optional(Type.Boolean()),
  /** Whether the ticket system has events of several dates; absent while no answer has shown it. */
  can_have_dates: Type.Optional(Type.Boolean()),
  /** The last native webhook about the event; both null: none in the last 30 days. */
  delivery: Type.Object({ received_at: Nullable(Instant), processed_at: Nullable(Instant) }),
  /** Whether Hi.Events accepted our webhook. Without one only the sweep finds changes. */
  has_webhook: Type.Boolean(),
  sweep: Type.Object({ at: Nullable(Instant), has_failed: Type.Boolean(), is_overdue: Type.Boolean() }),
  /** Status reports to the API: waiting, dead letters since the last delivered one, and when that was delivered. */
  messages: Type.Object({ waiting: Count, dead_letters: Count, delivered_at: Nullable(Instant) }),
  /** How the details of the event and those on the ticket system compare, when they were last compared. */
  details: Type.Object({
    differences: Type.Array(Difference),
    /** An edit is on its way to the ticket system. */
    is_waiting: Type.Boolean(),
    has_failed: Type.Boolean(),
    compared_at: Nullable(Instant),
  }),
  /** Events duplicated from this one on the ticket system: shown here, never followed. */
  copies: Count,
  shop: Type.Object({ outcome: Type.Enum([...SHOP_OUTCOMES]), opens_at: Nullable(Instant) }),
})
/** One link of a report as its readers get it. */
export type ReportedLink = Static<typeof ReportedLink>

/** `GET /api/service/links/:event_id/report` on the ticket origin. */
export const LinkReport = Type.Object({
  event_id: Id,
  compiled_at: Instant,
  /** Origins whose pages may frame the tickets. */
  frame_origins: Type.Array(Type.String()),
  /** Null: the ticket origin has no link of this event. */
  link: Nullable(ReportedLink),
})
/** The ticket origin's report as the API reads it. */
export type LinkReport = Static<typeof LinkReport>

/** `refused`: the ticket origin rejects the API's signature. */
const LINK_REPORT_OUTCOMES = ['received', 'unreachable', 'refused', 'unreadable'] as const
/** How the API's call for the link report ended. */
export type LinkReportOutcome = (typeof LINK_REPORT_OUTCOMES)[number]

/** `GET /api/events/:id/ticketing-report`: the API's own evidence, with the ticket origin's beside it. */
export const TicketingReport = Type.Object({
  event_id: Id,
  compiled_at: Instant,
  status: TicketingStatus,
  phase: TicketingPhase,
  /** Number of the latest change in the API's log, and when it was written. */
  version: Type.Integer(),
  changed_at: Nullable(Instant),
  hi_events_event_id: Nullable(IntId),
  widget_url: Nullable(Type.String()),
  ends_at: Nullable(Instant),
  /** The last status report that was applied; `received_at` is null once it is older than the inbox keeps. */
  last_message: Nullable(Type.Object({ sent_at: Instant, received_at: Nullable(Instant) })),
  /** When a status report was last refused because its sender's clock is ahead; null: not since the last accepted one. */
  future_message_at: Nullable(Instant),
  link_report_outcome: Type.Enum([...LINK_REPORT_OUTCOMES]),
  link_report: Nullable(LinkReport),
})
/** The report as the event site reads it. */
export type TicketingReport = Static<typeof TicketingReport>
