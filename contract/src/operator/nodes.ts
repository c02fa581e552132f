import { Type, type Static } from 'typebox'
import { Id, Instant, IntId, Nullable, STRICT } from '../ids.ts'

/** A running process of a service. */
export const ServiceNode = Type.Object({
  name: Type.String(),
  version: Type.String(),
  started_at: Instant,
  seen_seconds_ago: Type.Number(),
  rss_bytes: Type.Number(),
  loop_delay_ms: Type.Number(),
})
/** A running process of a service. */
export type ServiceNode = Static<typeof ServiceNode>

/** A queue of a service. */
export const QueueState = Type.Object({
  name: Type.String(),
  waiting: Type.Integer(),
  dead_letters: Type.Integer(),
  oldest_seconds: Nullable(Type.Number()),
})
/** A queue of a service. */
export type QueueState = Static<typeof QueueState>

/** What a service tells of itself. */
export const ServiceHealth = Type.Object({ nodes: Type.Array(ServiceNode), queues: Type.Array(QueueState) })
/** What a service tells of itself. */
export type ServiceHealth = Static<typeof ServiceHealth>

/** What the ticket origin tells of itself and of the ticket systems that it reads. */
export const TicketOriginHealth = Type.Object({
  ...ServiceHealth.properties,
  accounts: Type.Integer(),
  /** Accounts whose webhook is missing or does not work. */
  accounts_without_webhook: Type.Integer(),
  /** Accounts whose last sweep failed. */
  failed_sweeps: Type.Integer(),
  /** Age of the last sweep of the account that waits longest for one. */
  oldest_sweep_seconds: Nullable(Type.Number()),
  /** Running nodes that call their ticket system no more, because it does not answer. */
  nodes_without_ticket_system: Type.Integer(),
})
/** What the ticket origin tells of itself. */
export type TicketOriginHealth = Static<typeof TicketOriginHealth>

/** Links in one page of a list. */
export const MAX_OPERATOR_LINKS = 50
/** Query of `operatorLinks`. `after` is the event id that the page before ended with. */
export const OperatorLinksQuery = Type.Object(
  {
    event_id: Type.Optional(Id),
    hi_events_event_id: Type.Optional(Id),
    account_id: Type.Optional(Id),
    /** `attention`: only those that do not work as they should. */
    state: Type.Optional(Type.Literal('attention')),
    after: Type.Optional(Id),
  },
  STRICT,
)
/** Which links to list. */
export type OperatorLinksQuery = Static<typeof OperatorLinksQuery>

/** `edit_error` of a link whose edits wait because a flag is off for its account: nothing failed. */
export const EDITS_SWITCHED_OFF = 'switched_off'

/** A link and how it stands. */
export const OperatorLink = Type.Object({
  event_id: Id,
  hi_events_event_id: IntId,
  account_id: IntId,
  title: Nullable(Type.String()),
  source_status: Nullable(Type.String()),
  sales_status: Nullable(Type.String()),
  linked_at: Instant,
  registered_at: Nullable(Instant),
  read_at: Nullable(Instant),
  missing_at: Nullable(Instant),
  stopped_reason: Nullable(Type.String()),
  delivered_at: Nullable(Instant),
  waiting: Type.Integer(),
  dead_letters: Type.Integer(),
  differences: Type.Integer(),
  /** Why the last edit was not carried; `EDITS_SWITCHED_OFF` when it only waits for a flag. */
  edit_error: Nullable(Type.String()),
  webhook_error: Nullable(Type.String()),
  sweep_error: Nullable(Type.String()),
})
/** A link and how it stands. */
export type OperatorLink = Static<typeof OperatorLink>
/** A page of links, by event id. */
export const OperatorLinks = Type.Object({ links: Type.Array(OperatorLink) })
