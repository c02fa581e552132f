import type { BaseContext } from '../base-context.ts'
import { requireEvent } from '../events/read.ts'
import type { Principal } from '../rest/principal.ts'
import { missing } from '../refusal.ts'
import type { Page, PageQuery, PageRules } from '../rest/page.ts'
import { type AttendeeRow, listAttendees, listAttendeesOf } from './attendee-store.ts'
import { type FullOrder, readFullOrder } from './read.ts'
import { findOrderById, listItems, listOrders, listOrdersById, type OrderRow } from './store.ts'

export const ORDER_PAGES: PageRules = {
  filters: [
    'status',
    'payment_status',
    'refund_status',
    'created_at',
    'first_name',
    'last_name',
    'email',
    'public_id',
    'currency',
    'total_gross',
  ],
  sorts: {
    created_at: { asc: 'Oldest First', desc: 'Newest First' },
    first_name: { asc: 'Buyer Name A-Z', desc: 'Buyer Name Z-A' },
    total_gross: { asc: 'Amount Ascending', desc: 'Amount Descending' },
    email: { asc: 'Buyer Email A-Z', desc: 'Buyer Email Z-A' },
    public_id: { asc: 'Order # Ascending', desc: 'Order # Descending' },
  },
  defaultSort: 'created_at',
  defaultDirection: 'desc',
}

export const ATTENDEE_PAGES: PageRules = {
  filters: ['status', 'product_id', 'product_price_id'],
  sorts: {
    ticket_name: { asc: 'Ticket Name A-Z', desc: 'Ticket Name Z-A' },
    created_at: { asc: 'Older First', desc: 'Newest First' },
    updated_at: { asc: 'Recently Updated Last', desc: 'Recently Updated First' },
    first_name: { asc: 'First Name A-Z', desc: 'First Name Z-A' },
    last_name: { asc: 'Last Name A-Z', desc: 'Last Name Z-A' },
    status: { asc: 'Status A-Z', desc: 'Status Z-A' },
  },
  defaultSort: 'created_at',
  defaultDirection: 'desc',
}

type EventPage = { eventId: number; page: PageQuery }

/** Completed orders, cancelled ones included; open and abandoned orders are not listed. */
export async function listEventOrders(
  context: BaseContext,
  principal: Principal,
  { eventId, page }: EventPage,
): Promise<Page<FullOrder>> {
  const { id } = await requireEvent(context, principal, eventId)
  const { rows, total } = await listOrders(context.db, id, page)
  const ids = rows.map((each) => each.id)
  const [items, attendees] = [await listItems(context.db, ids), await listAttendeesOf(context.db, ids)]
  const full = rows.map((order) => ({
    order,
    items: items.filter((each) => each.order_id === order.id),
    attendees: attendees.filter((each) => each.order_id === order.id),
  }))
  return { rows: full, total }
}

export async function readEventOrder(
  context: BaseContext,
  principal: Principal,
  { eventId, id }: { eventId: number; id: number },
): Promise<FullOrder> {
  await requireEvent(context, principal, eventId)
  const order = await findOrderById(context.db, { eventId, id })
  if (order === undefined) throw missing('Order', id)
  return readFullOrder(context.db, order)
}

export async function listEventAttendees(
  context: BaseContext,
  principal: Principal,
  { eventId, page }: EventPage,
): Promise<Page<{ attendee: AttendeeRow; order: OrderRow | undefined }>> {
  const { id } = await requireEvent(context, principal, eventId)
  const { rows, total } = await listAttendees(context.db, id, page)
  const orders = await listOrdersById(context.db, [...new Set(rows.map((each) => each.order_id))])
  const found = rows.map((attendee) => ({
    attendee,
    order: orders.find((each) => each.id === attendee.order_id),
  }))
  return { rows: found, total }
}
