import { Type, type Static } from 'typebox'
import { Id, Instant, IntId, Nullable, STRICT } from '../ids.ts'

/** Deliveries in one page of a list. */
export const MAX_DELIVERIES_PER_PAGE = 50
/** Deliveries that one call replays at most. */
export const MAX_REPLAYED = 10_000

/** Native webhooks and status reports: the deliveries that the ticket origin keeps. */
export const TicketOriginDeliveryKind = Type.Union([Type.Literal('native'), Type.Literal('report')])
/** Where a delivery stands. A dead letter was given up: only an operator sends it again. */
export const DeliveryState = Type.Union([
  Type.Literal('waiting'),
  Type.Literal('done'),
  Type.Literal('dead_letter'),
])
/** Where a delivery stands. */
export type DeliveryState = Static<typeof DeliveryState>

/** A message in or out, as operators see it in a list. */
export const Delivery = Type.Object({
  /** `native`, `report`; at the API `status`, `edit`, `mail`. */
  kind: Type.String(),
  id: Type.String(),
  direction: Type.Union([Type.Literal('in'), Type.Literal('out')]),
  state: DeliveryState,
  /** The event type, the status, or what a mail is about. */
  subject: Type.String(),
  event_id: Nullable(Id),
  hi_events_event_id: Nullable(IntId),
  account_id: Nullable(IntId),
  /** With microseconds: the list is ordered by it. */
  created_at: Instant,
  /** When it was delivered, processed or given up. */
  settled_at: Nullable(Instant),
  next_attempt_at: Nullable(Instant),
  attempts: Type.Integer(),
  error: Nullable(Type.String()),
})
/** A message in or out, as operators see it in a list. */
export type Delivery = Static<typeof Delivery>

const Kinds = Type.String({ pattern: '^[a-z]{1,12}(,[a-z]{1,12}){0,9}$' })

/** What operators search deliveries by. All that are given must hold. */
export const DELIVERY_FILTERS = {
  /** Separated by commas. */
  kinds: Type.Optional(Kinds),
  state: Type.Optional(DeliveryState),
  event_id: Type.Optional(Id),
  hi_events_event_id: Type.Optional(Id),
  account_id: Type.Optional(Id),
  from: Type.Optional(Instant),
  until: Type.Optional(Instant),
}
/** Query of `operatorDeliveries`. */
export const DeliveriesQuery = Type.Object(
  {
    ...DELIVERY_FILTERS,
    /** `created_at`, and kind and id, of the last one of the page before. */
    before: Type.Optional(Type.String({ pattern: '^[0-9T:.Z-]{20,30}~[a-z]{1,12}:[0-9a-f-]{1,36}$' })),
  },
  STRICT,
)
/** What operators search deliveries by. */
export type DeliveriesQuery = Static<typeof DeliveriesQuery>

/** A page of deliveries, the newest first. */
export const Deliveries = Type.Object({ deliveries: Type.Array(Delivery) })

/** One delivery in the path of `operatorDelivery`. */
export const DeliveryParams = Type.Object(
  { kind: TicketOriginDeliveryKind, delivery_id: Type.String({ pattern: '^[0-9a-f-]{1,36}$' }) },
  STRICT,
)

/** One step of a delivery's way. */
export const WayStep = Type.Object({
  at: Instant,
  service: Type.Union([Type.Literal('API'), Type.Literal('ticket origin')]),
  what: Type.String(),
  /** The delivery that the step belongs to, as `kind:id`. */
  delivery: Nullable(Type.String()),
})
/** One step of a delivery's way. */
export type WayStep = Static<typeof WayStep>

/** A delivery with its body, in which personal data and secrets are replaced; null when no body is kept. */
export const DeliveryDetails = Type.Object({ delivery: Delivery, body: Nullable(Type.String()) })
/** A delivery with its redacted body. */
export type DeliveryDetails = Static<typeof DeliveryDetails>

/** Query of `operatorWay`: the steps of one event's deliveries between two times. */
export const WayQuery = Type.Object({ event_id: Id, from: Instant, until: Instant }, STRICT)
/** The steps, the oldest first. */
export const Way = Type.Object({ steps: Type.Array(WayStep) })

/** What is replayed: named deliveries, or all of a search. */
export const ReplaySelection = Type.Object(
  {
    ...DELIVERY_FILTERS,
    /** `kind:id`, separated by commas; with them the state does not matter. */
    ids: Type.Optional(
      Type.String({ pattern: '^[a-z]{1,12}:[0-9a-f-]{1,36}(,[a-z]{1,12}:[0-9a-f-]{1,36}){0,499}$' }),
    ),
  },
  STRICT,
)
/** What is replayed. */
export type ReplaySelection = Static<typeof ReplaySelection>

/** Body of `operatorReplay`; `operator` is who does it, for the log. */
export const ReplayRequest = Type.Object(
  { operator: Type.String({ maxLength: 32 }), selection: ReplaySelection },
  STRICT,
)
/** How many were replayed, by kind. A replay of what waits to be sent already counts nothing. */
export const Replayed = Type.Object({ replayed: Type.Record(Type.String(), Type.Integer()) })
/** How many were replayed, by kind. */
export type Replayed = Static<typeof Replayed>

/** Body of `operatorReread`. */
export const RereadRequest = Type.Object({ operator: Type.String({ maxLength: 32 }), event_id: Id }, STRICT)

/** `kind:id` of a delivery. */
export function deliveryKey({ kind, id }: Pick<Delivery, 'kind' | 'id'>): string {
  return `${kind}:${id}`
}

/** The first page of deliveries of several sources, the newest first. */
export function newestDeliveries(deliveries: readonly Delivery[]): Delivery[] {
  const order = (each: Delivery) => `${each.created_at}~${deliveryKey(each)}`
  return deliveries
    .toSorted((one, other) => (order(one) < order(other) ? 1 : -1))
    .slice(0, MAX_DELIVERIES_PER_PAGE)
}

/** The cursor of the page after one that is full; null after the last page. */
export function nextDeliveries(page: readonly Delivery[]): string | null {
  const last = page.at(-1)
  if (last === undefined || page.length < MAX_DELIVERIES_PER_PAGE) return null
  return `${last.created_at}~${deliveryKey(last)}`
}
