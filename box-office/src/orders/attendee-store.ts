import type { Sql, Tx } from '@tuvens/platform/db/db'
import type { PageQuery } from '../rest/page.ts'

export type AttendeeStatus = 'ACTIVE' | 'AWAITING_PAYMENT' | 'CANCELLED'
export type AttendeeRow = NewAttendee & {
  id: number
  notes: string | null
  created_at: Date
  updated_at: Date
}
export type NewAttendee = {
  order_id: number
  event_id: number
  product_id: number
  product_price_id: number
  /** The date it is for. */
  occurrence_id: number | null
  short_id: string
  public_id: string
  first_name: string
  last_name: string
  email: string
  status: AttendeeStatus
  locale: string
}

export async function insertAttendees(tx: Tx, attendees: readonly NewAttendee[]): Promise<void> {
  if (attendees.length === 0) return
  await tx`
    insert into attendees ${tx(
      [...attendees],
      ...(['order_id', 'event_id', 'product_id', 'product_price_id', 'occurrence_id'] as const),
      ...(['short_id', 'public_id'] as const),
      ...(['first_name', 'last_name', 'email', 'status', 'locale'] as const),
    )}`
}

export async function updateAttendeesOf(
  tx: Tx,
  { orderId, from, to }: { orderId: number; from: AttendeeStatus[]; to: AttendeeStatus },
): Promise<void> {
  await tx`
    update attendees set status = ${to}, updated_at = now()
    where order_id = ${orderId} and status = any (${from})`
}

export async function listAttendeesOf(sql: Sql, orderIds: readonly number[]): Promise<AttendeeRow[]> {
  return sql<AttendeeRow[]>`select * from attendees where order_id = any (${[...orderIds]}) order by id`
}

export async function findAttendee(
  sql: Sql,
  { eventId, shortId }: { eventId: number; shortId: string },
): Promise<AttendeeRow | undefined> {
  const [row] = await sql<AttendeeRow[]>`
    select * from attendees where event_id = ${eventId} and short_id = ${shortId}`
  return row
}

export async function listAttendees(
  sql: Sql,
  eventId: number,
  { page, perPage, sortBy, descending, search }: PageQuery,
): Promise<{ rows: AttendeeRow[]; total: number }> {
  const found =
    search === null
      ? sql``
      : sql`and position(lower(${search}) in
          lower(concat_ws(' ', a.first_name, a.last_name, a.email, a.public_id, a.short_id))) > 0`
  const direction = descending ? sql`desc` : sql`asc`
  const column = sortBy === 'ticket_name' ? 'product_id' : sortBy
  const rows = await sql<AttendeeRow[]>`
    select a.* from attendees a where a.event_id = ${eventId} ${found}
    order by ${sql(column)} ${direction}, id limit ${perPage} offset ${(page - 1) * perPage}`
  const [count] = await sql<{ total: number }[]>`
    select count(*)::integer as total from attendees a where a.event_id = ${eventId} ${found}`
  return { rows, total: count?.total ?? 0 }
}
