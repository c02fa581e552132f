import type { Sql } from '@tuvens/platform/db/db'

export type ListedComplaint = {
  id: string
  event_id: string | null
  event_title: string
  account_id: string
  reason: string
  text: string
  email: string | null
  created_at: Date
  closed_at: Date | null
  closed_by: string | null
}

export type ComplaintFilters = { event_id?: string; account_id?: string; closed?: 'yes' }
const MAX_ROWS = 100

/** Open complaints, or all of them; the oldest open one first, since it waits longest. */
export async function listComplaints(sql: Sql, filters: ComplaintFilters): Promise<ListedComplaint[]> {
  const { event_id = null, account_id = null, closed } = filters
  return sql<ListedComplaint[]>`
    select id, event_id, event_title, account_id, reason, text, email, created_at, closed_at, closed_by from complaints
    where ${closed === 'yes' ? sql`true` : sql`closed_at is null`}
      and (${event_id}::bigint is null or event_id = ${event_id})
      and (${account_id}::bigint is null or account_id = ${account_id})
    order by closed_at is not null, case when closed_at is null then id end, id desc limit ${MAX_ROWS}`
}

/** The reader's address is not needed any more. Undefined when it is closed already. */
export async function closeComplaint(sql: Sql, id: string, operator: string) {
  const [row] = await sql<{ event_id: string | null }[]>`
    update complaints set closed_at = now(), closed_by = ${operator}, email = null where id = ${id} and closed_at is null
    returning event_id`
  return row
}
