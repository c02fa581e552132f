import type { Sql } from '@tuvens/platform/db/db'

export type WaitlistRow = {
  id: number
  event_id: number
  product_price_id: number
  /** The date; null in the version without dates. */
  occurrence_id: number | null
  email: string
  first_name: string
  last_name: string | null
  locale: string
  status: 'WAITING' | 'CANCELLED'
  created_at: Date
  updated_at: Date
}
export type NewWaitlistEntry = Pick<
  WaitlistRow,
  'event_id' | 'product_price_id' | 'occurrence_id' | 'email' | 'first_name' | 'last_name' | 'locale'
>

/** @returns no row when this e-mail address is on the list already */
export async function insertWaitlistEntry(sql: Sql, entry: NewWaitlistEntry): Promise<WaitlistRow[]> {
  return sql<WaitlistRow[]>`
    insert into waitlist_entries
      ${sql(entry, 'event_id', 'product_price_id', 'occurrence_id', 'email', 'first_name', 'last_name', 'locale')}
    on conflict (product_price_id, occurrence_id, lower(email)) where status = 'WAITING' do nothing returning *`
}

/** Only of the same date: its places are for nobody who waits for another. */
export async function countAhead(
  sql: Sql,
  { id, product_price_id, occurrence_id }: Pick<WaitlistRow, 'id' | 'product_price_id' | 'occurrence_id'>,
): Promise<number> {
  const [row] = await sql<{ ahead: number }[]>`
    select count(*)::integer as ahead from waitlist_entries
    where product_price_id = ${product_price_id} and occurrence_id is not distinct from ${occurrence_id}
      and status = 'WAITING' and id < ${id}`
  return row?.ahead ?? 0
}

export async function countWaitlistEntries(sql: Sql, eventId: number): Promise<number> {
  const [row] = await sql<{ waiting: number }[]>`
    select count(*)::integer as waiting from waitlist_entries where event_id = ${eventId} and status = 'WAITING'`
  return row?.waiting ?? 0
}

/** In turn, and by date. */
export async function listWaitlistEntries(sql: Sql, eventId: number): Promise<WaitlistRow[]> {
  return sql<WaitlistRow[]>`
    select w.* from waitlist_entries w left join occurrences o on o.id = w.occurrence_id
    where w.event_id = ${eventId} and w.status = 'WAITING' order by o.start_date, w.id limit 1000`
}
