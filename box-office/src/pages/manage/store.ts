import type { Sql } from '@tuvens/platform/db'

/** Whether anything was ever sold for an event. */
export async function hasOrders(sql: Sql, eventId: number): Promise<boolean> {
  const [row] = await sql<{ found: boolean }[]>`
    select exists (
      select from orders where event_id = ${eventId} and status in ('COMPLETED', 'AWAITING_OFFLINE_PAYMENT', 'CANCELLED')
    ) as found`
  return row?.found ?? false
}

export type Takings = { paid: number; due: number }
/** What orders brought in, and what is still to be paid at the door. */
export async function readTakings(sql: Sql, eventId: number): Promise<Takings> {
  const [row] = await sql<Takings[]>`
    select coalesce(sum(total_gross) filter (where status = 'COMPLETED'), 0)::float8 as paid,
      coalesce(sum(total_gross) filter (where status = 'AWAITING_OFFLINE_PAYMENT'), 0)::float8 as due
    from orders where event_id = ${eventId}`
  return row ?? { paid: 0, due: 0 }
}

export type EventCounts = { event_id: number; sold: number; tickets: number; orders: number }
/** Sold places, kinds of ticket and orders of several events at once. */
export async function countOfEvents(sql: Sql, eventIds: readonly number[]): Promise<EventCounts[]> {
  return sql<EventCounts[]>`
    select e.id as event_id,
      (select count(*)::integer from products p where p.event_id = e.id and p.deleted_at is null) as tickets,
      (select count(*)::integer from orders o where o.event_id = e.id
        and o.status in ('COMPLETED', 'AWAITING_OFFLINE_PAYMENT', 'CANCELLED')) as orders,
      (select coalesce(sum(i.quantity), 0)::integer from orders o join order_items i on i.order_id = o.id
        where o.event_id = e.id and o.status in ('COMPLETED', 'AWAITING_OFFLINE_PAYMENT')) as sold
    from events e where e.id = any (${[...eventIds]})`
}

type CheckIn = { eventId: number; id: number; userId: number }

/** False when there is no such attendee, or their ticket is not valid. Coming in twice is coming in once. */
export async function checkIn(sql: Sql, { eventId, id, userId }: CheckIn): Promise<boolean> {
  const rows = await sql`
    insert into check_ins (attendee_id, event_id, user_id)
    select id, event_id, ${userId} from attendees
    where id = ${id} and event_id = ${eventId} and status <> 'CANCELLED'
    on conflict (attendee_id) do update set user_id = check_ins.user_id
    returning 1`
  return rows.length === 1
}

export async function checkOut(sql: Sql, { eventId, id }: CheckIn): Promise<boolean> {
  await sql`delete from check_ins where attendee_id = ${id} and event_id = ${eventId}`
  return true
}

/** Which of these attendees are here. */
export async function listCheckIns(sql: Sql, attendeeIds: readonly number[]): Promise<number[]> {
  const rows = await sql<{ attendee_id: number }[]>`
    select attendee_id from check_ins where attendee_id = any (${[...attendeeIds]})`
  return rows.map((each) => each.attendee_id)
}

export async function countCheckIns(sql: Sql, eventId: number): Promise<number> {
  const [row] = await sql<{ here: number }[]>`
    select count(*)::integer as here from check_ins c join attendees a on a.id = c.attendee_id
    where c.event_id = ${eventId} and a.status <> 'CANCELLED'`
  return row?.here ?? 0
}
