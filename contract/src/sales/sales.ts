import { type Static, Type } from 'typebox'
import { Id, Instant, Nullable } from '../ids.ts'
import { Amount } from '../prices.ts'

/** What was sold on one day. */
export const SalesDay = Type.Object({
  /** In the event's time zone, as `2026-06-14`. */
  day: Type.String({ pattern: String.raw`^\d{4}-\d{2}-\d{2}$` }),
  orders: Type.Integer(),
  tickets: Type.Integer(),
  revenue: Amount,
})
/** The sales of one day. */
export type SalesDay = Static<typeof SalesDay>

/** How an event sells: the orders of the ticket system, added up. No person is named. */
export const EventSales = Type.Object({
  event_id: Id,
  /** When the orders were read. */
  as_of: Instant,
  /** IANA zone of the days. */
  timezone: Type.String(),
  /** ISO 4217; null while there is no order. */
  currency: Nullable(Type.String({ pattern: '^[A-Z]{3}$' })),
  /** Orders that stand, those to be paid at the door included; so of all figures but `refunded` and `cancelled`. */
  orders: Type.Integer(),
  tickets: Type.Integer(),
  revenue: Amount,
  /** Of all orders, cancelled ones included. */
  refunded: Amount,
  /** Of these orders: not paid yet. */
  awaiting_payment: Type.Integer(),
  cancelled: Type.Integer(),
  /** Days with orders, the first one first. */
  days: Type.Array(SalesDay),
  /** Where there are more orders than are read at once: the figures cover those from this time on. Null: all orders. */
  since: Nullable(Instant),
  /** Orders in another currency are counted, and their amounts left out. */
  has_other_currencies: Type.Boolean(),
})
/** The sales of one event. */
export type EventSales = Static<typeof EventSales>
