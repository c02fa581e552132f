import type { Sql } from '@tuvens/platform/db/db'

/** Whether an event of the ticket system is linked and has not been deleted. */
export async function isLinked(sql: Sql, hiEventId: number): Promise<boolean> {
  const [row] = await sql`select 1 from link_statuses where hi_event_id = ${hiEventId} and lost_at is null`
  return row !== undefined
}
