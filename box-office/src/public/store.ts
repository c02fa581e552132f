import type { Sql } from '@tuvens/platform/db/db'

export type WaitlistRow = {
  id: number
  event_id: number
  product_price_id: number
  email: string
  first_name: string
  last_name: string | null
  locale: string
  status: string
  created_at: Date
  updated_at: Date
}
export type NewWaitlistEntry = Pick<
  WaitlistRow,
  'event_id' | 'product_price_id' | 'email' | 'first_name' | 'last_name' | 'locale'
>

/** @returns no row when this e-mail address is on the list already */
export async function insertWaitlistEntry(sql: Sql, entry: NewWaitlistEntry): Promise<WaitlistRow[]> {
  return sql<WaitlistRow[]>`
    insert into waitlist_entries
      ${sql(entry, 'event_id', 'product_price_id', 'email', 'first_name', 'last_name', 'locale')}
    on conflict (product_price_id, lower(email)) do nothing returning *`
}

export async function countAhead(
  sql: Sql,
  entry: Pick<WaitlistRow, 'id' | 'product_price_id'>,
): Promise<number> {
  const [row] = await sql<{ ahead: number }[]>`
    select count(*)::integer as ahead from waitlist_entries
    where product_price_id = ${entry.product_price_id} and status = 'WAITING' and id < ${entry.id}`
  return row?.ahead ?? 0
}

export async function countWaitlistEntries(sql: Sql, eventId: number): Promise<number> {
  const [row] = await sql<{ waiting: number }[]>`
    select count(*)::integer as waiting from waitlist_entries where event_id = ${eventId}`
  return row?.waiting ?? 0
}

export async function listWaitlistEntries(sql: Sql, eventId: number): Promise<WaitlistRow[]> {
  return sql<WaitlistRow[]>`select * from waitlist_entries where event_id = ${eventId} order by id limit 1000`
}
