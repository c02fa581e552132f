import { Type, type Static } from 'typebox'
import { TicketDates } from './dates.ts'
import { IntId, Nullable, STRICT, Traceparent } from './ids.ts'
import { TicketPrices } from './prices.ts'
import { SalesStatus } from './ticketing.ts'

/** Status webhook, ticket origin → API (spec 2.5). Unknown fields are accepted: newer senders may add fields. */
export const StatusWebhook = Type.Object({
  event_type: Type.Literal('event.status_changed'),
  event_sent_at: Type.String({ format: 'date-time', maxLength: 40 }),
  payload: Type.Object({
    id: IntId,
    title: Type.Optional(Type.String({ maxLength: 1000 })),
    status: Type.String({ minLength: 1, maxLength: 64 }),
    /** Why sales of a live event are not open. Optional extension: without it, sales count as open. */
    sales: Type.Optional(SalesStatus),
    /** The dates of an event of several. Optional extension: without it, the event has one date. */
    dates: Type.Optional(TicketDates),
    /** What tickets cost that can be bought now. Optional extension: without it, prices are not known. */
    prices: Type.Optional(TicketPrices),
    /** When the sender first had notice of the change. Optional extension: without it, the time until pages show it is not measured. */
    noticed_at: Type.Optional(Type.String({ format: 'date-time', maxLength: 40 })),
    tuvens_event_id: Type.String({ pattern: '^[1-9][0-9]{0,17}$' }),
  }),
  /** The trace of what made the status change, where several reports share one call. Optional extension. */
  traceparent: Type.Optional(Traceparent),
})
/** A status report that fits its schema. */
export type StatusWebhook = Static<typeof StatusWebhook>

/** Response of A5, with the exact text of the specification (spec 2.5). */
export const StatusWebhookResponse = Type.Object({
  success: Type.Literal(true),
  message: Type.Literal('Webhook processed successfully'),
})

/** Status webhooks in one call. */
export const MAX_STATUS_BATCH = 100
/** Bytes of one call of `statusWebhooks`: below the limit of every body. */
export const MAX_STATUS_BATCH_BYTES = 200_000
/**
 * Body of `statusWebhooks`. Each entry is the body of one status webhook, with the bytes it has when it is sent alone: by
 * them a repeat is recognised.
 */
export const StatusWebhooks = Type.Object(
  { bodies: Type.Array(Type.String({ maxLength: 100_000 }), { minItems: 1, maxItems: MAX_STATUS_BATCH }) },
  STRICT,
)
/** Status webhooks that fit their schema as texts. */
export type StatusWebhooks = Static<typeof StatusWebhooks>

/** Response of `statusWebhooks`: for each entry, what it would have been answered alone. */
export const StatusWebhooksResponse = Type.Object({
  /** The API's clock. */
  answered_at: Type.String(),
  results: Type.Array(
    Type.Object({
      status: Type.Integer({ minimum: 200, maximum: 599 }),
      code: Nullable(Type.String()),
      /** What the header `x-tuvens-newest-sent-at` of an answer alone would hold. */
      newest_sent_at: Type.Optional(Type.String()),
    }),
  ),
})
/** The answers of a batch, in its order. */
export type StatusWebhooksResponse = Static<typeof StatusWebhooksResponse>

/** Response to a native webhook: it is recorded, but not yet processed. */
export const NativeWebhookResponse = Type.Object({ received: Type.Literal(true) })

/** Native webhook, Hi.Events → ticket origin (spec 3.4). Only the fields in use are in the schema; the others are never stored. */
export const NativeWebhook = Type.Object({
  event_type: Type.String({ minLength: 1, maxLength: 64 }),
  event_sent_at: Type.String({ maxLength: 40 }),
  payload: Type.Object({
    id: IntId,
    event_id: Type.Optional(IntId),
  }),
})
/** The fields of a native webhook that the ticket origin uses. */
export type NativeWebhook = Static<typeof NativeWebhook>

/** The event types for which a webhook is registered at Hi.Events. Attendee messages are left out: they contain personal data and are not needed. */
export const NATIVE_EVENT_TYPES = [
  'event.created',
  'event.updated',
  'event.archived',
  'product.created',
  'product.updated',
  'product.deleted',
  'order.created',
  'order.cancelled',
] as const

/** The attribute that ties a Hi.Events event to its Tuvens event, kept inside Hi.Events itself (spec 3.3). */
export const LINK_ATTRIBUTE = 'tuvens_event_id'
