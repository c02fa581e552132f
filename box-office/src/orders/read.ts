import type { Sql } from '@tuvens/platform/db/db'
import { createHash, timingSafeEqual } from 'node:crypto'
import type { BaseContext } from '../base-context.ts'
import { findAnyEvent } from '../events/store.ts'
import { missing, Refusal } from '../refusal.ts'
import { type AttendeeRow, findAttendee, listAttendeesOf } from './attendee-store.ts'
import { findOrder, type ItemRow, listItems, listOrdersById, type OrderRow } from './store.ts'

export type FullOrder = { order: OrderRow; items: ItemRow[]; attendees: AttendeeRow[] }
/** An order as a buyer identifies it; `sessionIdentifier` was given to their browser when it was made. */
export type BuyerOrder = { eventId: number; shortId: string; sessionIdentifier: string | undefined }

/** An order with its items and attendees. */
export async function readFullOrder(sql: Sql, order: OrderRow): Promise<FullOrder> {
  const [items, attendees] = [await listItems(sql, [order.id]), await listAttendeesOf(sql, [order.id])]
  return { order, items, attendees }
}

/** As `readFullOrder`, by id, with the current row. */
export async function rereadOrder(sql: Sql, id: number): Promise<FullOrder> {
  const [order] = await listOrdersById(sql, [id])
  if (order === undefined) throw missing('Order', id)
  return readFullOrder(sql, order)
}

/**
 * A buyer's order. An open order needs the session identifier; for a completed one its secret id, which is in the
 * buyer's mail, is enough.
 *
 * @throws Refusal 404, 403
 */
export async function readBuyerOrder(context: BaseContext, wanted: BuyerOrder): Promise<FullOrder> {
  const order = await requireOrder(context, wanted)
  if (!isDone(order)) requireSession(order, wanted.sessionIdentifier)
  return readFullOrder(context.db, order)
}

export async function requireOrder(
  { db }: BaseContext,
  { eventId, shortId }: Pick<BuyerOrder, 'eventId' | 'shortId'>,
): Promise<OrderRow> {
  const event = await findAnyEvent(db, eventId)
  if (event === undefined) throw missing('Event', eventId)
  const order = isShortId(shortId) ? await findOrder(db, { eventId, shortId }) : undefined
  if (order === undefined) throw missing('Order', shortId.slice(0, 40))
  return order
}

/** @throws Refusal 403 */
export function requireSession(order: OrderRow, sessionIdentifier: string | undefined): void {
  const given = hashSession(sessionIdentifier ?? '')
  if (!timingSafeEqual(given, order.session_hash))
    throw new Refusal(403, 'Sorry, we could not verify your session. Please restart your order.')
}

export function hashSession(sessionIdentifier: string): Buffer {
  return createHash('sha256').update(sessionIdentifier).digest()
}

export function isDone({ status }: OrderRow): boolean {
  return status === 'COMPLETED' || status === 'AWAITING_OFFLINE_PAYMENT' || status === 'CANCELLED'
}

/** Whether the hold expired before the order was completed. */
export function isExpired({ status, reserved_until }: OrderRow, now: number): boolean {
  return status === 'RESERVED' && reserved_until.getTime() < now
}

/** Whether a call is completing the order now. */
export function isBeingCompleted({ status, claimed_until }: OrderRow, now: number): boolean {
  return status === 'RESERVED' && claimed_until !== null && claimed_until.getTime() > now
}

/** A ticket by its secret id, with its order. */
export async function readTicket(
  context: BaseContext,
  wanted: { eventId: number; shortId: string },
): Promise<{ attendee: AttendeeRow; order: OrderRow }> {
  const attendee = isShortId(wanted.shortId) ? await findAttendee(context.db, wanted) : undefined
  if (attendee === undefined) throw missing('Attendee', wanted.shortId.slice(0, 40))
  const { order } = await rereadOrder(context.db, attendee.order_id)
  return { attendee, order }
}

function isShortId(text: string): boolean {
  return /^[oa]_[A-Za-z0-9]{13}$/.test(text)
}
